"""More of the gallery."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest

from . import gallery


@require_safe
def earlier(request: HtmxHttpRequest) -> HttpResponse:
    rows, before = gallery.page(request.user, request.GET.get("before", ""))
    template = "images/_earlier_rows.html" if request.htmx else "images/earlier.html"
    return render(request, template, {"earlier": rows, "before": before})
