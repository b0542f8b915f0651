from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect, push_url

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import connections

from . import deletion, history, readable, search
from .as_json import as_json
from .files import references
from .fragments import article
from .inspector import EXPLAINED
from .models import File, Run, RunQuerySet
from .pages import again_url
from .so_far import with_what_is_known

NOTICE = "history_notice"
MAX_CHOSEN = 1000


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def list_runs(request: HtmxHttpRequest) -> HttpResponse:
    """The history; an htmx request for `#more` gets the next rows only."""
    runs = Run.objects.for_user(request.user).kept()
    filters = history.HistoryFilters(request.GET, connections(request))
    page = history.page(history.filtered(runs, filters.set_values), request.GET.get("before", ""))
    context = {"page": page, "filters": filters, "query": history.query_string(request.GET)}
    if request.htmx.target == "more":
        return render(request, "runs/_rows.html", context)
    chosen = chosen_run(runs, request.GET.get("run", ""))
    context |= {
        "models": history.suggested_models(runs),
        "chosen": chosen,
        "notice": request.session.pop(NOTICE, ""),
        "keep_days": settings.KEEP_RUNS_DAYS,
        **(detail_context(chosen) if chosen else {}),
    }
    response = render(request, "runs/list.html", context)
    if request.htmx.target == "results":
        push_url(response, f"?{context['query']}" if context["query"] else reverse("runs:list"))
    return response


@require_safe
def rows(request: HtmxHttpRequest) -> HttpResponse:
    """The rows of each `run` as they are now: a list takes from them what has changed since it was loaded."""
    runs = Run.objects.for_user(request.user).filter(uuid__in=uuids_of(request.GET.getlist("run")))
    return render(request, "runs/_rows.html", {"page": history.Page(list(history.listed(runs)), None)})


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def detail(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """A run's page; an htmx request for `#beside` gets what stands beside the list."""
    run = Run.objects.for_user(request.user).filter(uuid=uuid).first()
    if run is None and request.GET.get("keep") == "no":
        return render(request, "runs/forgotten.html", status=410)
    if run is None:
        raise Http404("no such run")
    beside = request.htmx.target == "beside"
    return render(request, "runs/_beside.html" if beside else "runs/detail.html", detail_context(run))


@require_safe
def run_json(request: HtmxHttpRequest, uuid: UUID) -> JsonResponse:
    run = get_object_or_404(Run.objects.for_user(request.user), uuid=uuid)
    return JsonResponse(as_json(with_what_is_known(run)), json_dumps_params={"indent": 2})


@require_GET
def recent(request: HtmxHttpRequest) -> HttpResponse:
    """Rows for the palette: the latest runs that hold the words of `q`."""
    runs = search.matching(Run.objects.for_user(request.user).kept(), request.GET.get("q", ""))
    return render(request, "runs/_recent.html", {"runs": history.listed(runs)[: history.RECENT]})


@require_POST
def pin(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """Pin the run, or unpin a pinned one; `pinned=true` or `false` says which."""
    run = get_object_or_404(Run.objects.for_user(request.user).only("uuid", "pinned"), uuid=uuid)
    wanted = request.POST.get("pinned")
    run.pinned = wanted == "true" if wanted in ("true", "false") else not run.pinned
    run.save(update_fields=["pinned"])
    if request.htmx:
        return render(request, "runs/_pin.html", {"run": run})
    return redirect(run)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """GET asks, POST deletes."""
    runs = Run.objects.for_user(request.user).filter(uuid=uuid)
    get_object_or_404(runs.only("uuid"))
    if request.method == "POST":
        return deleted(request, runs)
    return confirm(request, runs, reverse("runs:delete", args=[uuid]))


@require_POST
def bulk(request: HtmxHttpRequest) -> HttpResponse:
    """`action` (pin, unpin, delete; confirm asks before delete) on each `run`; others' runs are left."""
    runs = Run.objects.for_user(request.user).filter(uuid__in=uuids_of(request.POST.getlist("run")))
    match request.POST.get("action"):
        case "confirm":
            return confirm(request, runs, reverse("runs:bulk"))
        case "delete":
            return deleted(request, runs)
        case "pin" | "unpin" as action:
            count = runs.update(pinned=action == "pin")
            return back(request, f"{count} run{'' if count == 1 else 's'} {action}ned.")
        case _:
            return HttpResponse("The action is one of pin, unpin, confirm and delete.", status=400)


def confirm(request: HtmxHttpRequest, runs: RunQuerySet, action: str) -> HttpResponse:
    """What deleting would take away, and the button that does it."""
    chosen = list(runs.only("uuid", "title", "operation").order_by("-id"))
    context = {
        "runs": chosen,
        "files": File.objects.filter(run__in=[run.pk for run in chosen]).count(),
        "action": action,
        "query": request.POST.get("query", request.GET.get("query", "")),
    }
    return render(request, "runs/_confirm.html" if request.htmx else "runs/confirm.html", context)


def deleted(request: HtmxHttpRequest, runs: RunQuerySet) -> HttpResponse:
    return back(request, f"{deletion.delete(runs)} deleted.")


def back(request: HtmxHttpRequest, notice: str) -> HttpResponse:
    """To the list as it was filtered, where the notice is shown once."""
    request.session[NOTICE] = notice
    url = reverse("runs:list") + (f"?{query}" if (query := request.POST.get("query", "")) else "")
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def detail_context(run: Run) -> dict[str, Any]:
    named = Q(uuid__in=set(references(run.params)))
    files = list(File.objects.filter(Q(run=run) | named, owner_id=run.owner_id).order_by("id"))
    return {
        "run": run,
        "article": article(run),
        "messages": readable.messages(run.params),
        "parameters": readable.parameters(run.params),
        "files": files,
        "files_by_uuid": {str(file.uuid): file for file in files},
        "headers": [(name, run.headers[name]) for name in EXPLAINED if name in run.headers],
        "again_url": again_url(run),
    }


def chosen_run(runs: QuerySet[Run], text: str) -> Run | None:
    uuid = uuid_of(text)
    return runs.filter(uuid=uuid).first() if uuid else None


def uuids_of(texts: list[str]) -> list[UUID]:
    return [uuid for text in texts[:MAX_CHOSEN] if (uuid := uuid_of(text))]


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
