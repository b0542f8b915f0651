"""Get code: the request as the form would send it now, before anything is sent."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection
from playground.runs import operations
from playground.runs.code import code_context
from playground.runs.models import Run
from playground.runs.storable import storable

from .earlier import earlier_for
from .forms import ChatCompletionForm
from .parts import parts_for
from .views import REFUSED


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    """The code in each language, or the form's errors with status 422."""
    form = ChatCompletionForm(
        request.POST, composer_parts=parts_for(request.user), earlier=earlier_for(request.user)
    )
    if not form.is_valid():
        return operations.refused(request, form, REFUSED, {}, REFUSED)
    run = Run(
        owner=request.user,
        connection=current_connection(request),
        operation=form.operation,
        params=storable(form.request_params()),
    )
    return render(request, "runs/_inspector_code.html", code_context(run))
