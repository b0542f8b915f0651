import sys

from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from playground.runs import storage_faults

UNKNOWN = ("The playground failed.", "Its log says why.")


def home(request: HttpRequest) -> HttpResponse:
    return redirect("chat:page")


def not_found(request: HttpRequest, *_: str) -> HttpResponse:
    raise Http404


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the process answers and its database does too, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


def server_error(request: HttpRequest) -> HttpResponse:
    """What is said of an error that nothing else took: in a sentence to scripts, on a page of its own to people.

    503 where the database or the disk is at fault, so that who asks may try again; it needs neither.
    """
    found = storage_faults.words(sys.exc_info()[1])
    status = 503 if found else 500
    what, advice = found or UNKNOWN
    if not request.headers.get("Accept", "").startswith("text/html"):
        return HttpResponse(f"{what} {advice}", content_type="text/plain", status=status)
    return HttpResponse(render_to_string("500.html", {"what": what, "advice": advice}), status=status)
