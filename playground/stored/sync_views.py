"""Starting, stopping and watching the sync of a mirror."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection

from . import sync_steps
from .mirror import Place
from .models import Source, Sync
from .syncing import syncer

PAGES = {Source.UPSTREAM: "stored:synced", Source.HISTORY: "stored:history"}


def source_of(text: str) -> str:
    return Source.HISTORY if text == Source.HISTORY else Source.UPSTREAM


@require_http_methods(["GET", "HEAD", "POST"])
def sync(request: HtmxHttpRequest) -> HttpResponse:
    """GET shows how far it is, POST starts it or goes on with it: once, however often it is asked for."""
    posted = request.method == "POST"
    source = source_of((request.POST if posted else request.GET).get("source", ""))
    connection = current_connection(request)
    if connection is None:
        return redirect("stored:list")
    if posted:
        started = sync_steps.start(Place.of(request.user, connection, source))
        syncer.submit(started.pk)
        if not request.htmx:
            return redirect(PAGES[Source(source)])
    found = Sync.objects.for_user(request.user).filter(connection=connection, source=source).first()
    was_running = request.GET.get("was") == Sync.Status.RUNNING
    context = {"sync": found, "has_ended": was_running and found and not found.is_running}
    return render(request, "stored/_sync.html", context)


@require_POST
def stop(request: HtmxHttpRequest) -> HttpResponse:
    source = source_of(request.POST.get("source", ""))
    connection = current_connection(request)
    mine = Sync.objects.for_user(request.user).filter(connection=connection, source=source)
    for found in mine.filter(status=Sync.Status.RUNNING):
        mine.filter(pk=found.pk).update(stop_requested=True)
        if not found.worker:
            sync_steps.end(found.pk, Sync.Status.STOPPED)
        syncer.stop(found.pk)
    if not request.htmx:
        return redirect(PAGES[Source(source)])
    return render(request, "stored/_sync.html", {"sync": mine.first()})
