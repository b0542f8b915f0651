import re
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import aget_object_or_404, get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from playground.accounts.requests import HtmxHttpRequest, back

from . import auditing, discovery, services
from .built_in import OPENAI_URL
from .forms import ConnectionForm
from .models import Connection
from .reach import may_reach_private


@require_safe
def list_connections(request: HtmxHttpRequest) -> HttpResponse:
    return page(request)


def page(request: HtmxHttpRequest, **context: object) -> HttpResponse:
    connections = services.ensure_built_in(request.user)
    prefetch_related_objects(connections, "owner")
    current = services.chosen(request, connections)
    return render(
        request,
        "connections/page.html",
        {
            "connections": connections,
            "current_connection": current,
            "changeable": set(Connection.objects.changeable_by(request.user).values_list("pk", flat=True)),
            "sees_servers_key": may_reach_private(request.user),
            "may_discover": may_reach_private(request.user),
            **context,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("key", "headers")
def add(request: HtmxHttpRequest) -> HttpResponse:
    """A new connection, to OpenAI unless the query string offers another `base_url` and `name`."""
    offered = {"base_url": request.GET.get("base_url", OPENAI_URL), "name": request.GET.get("name", "")}
    connection = Connection(owner_id=request.user.pk, may_be_private=may_reach_private(request.user))
    return answer(request, form_of(request, connection, initial=offered))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("key", "headers")
def edit(request: HtmxHttpRequest, id: int) -> HttpResponse:
    return answer(request, form_of(request, own(request, id)))


def form_of(request: HtmxHttpRequest, connection: Connection, **more: Any) -> ConnectionForm:
    may_share = settings.LOGIN_REQUIRED and request.user.is_admin
    return ConnectionForm(request.POST or None, instance=connection, may_share=may_share, **more)


def answer(request: HtmxHttpRequest, form: ConnectionForm) -> HttpResponse:
    """The form, with status 422 when what was sent cannot be kept; the list once it is kept."""
    if form.is_valid():
        is_new = form.instance.pk is None
        with transaction.atomic():
            connection = form.save()
            if is_new:
                auditing.made(request.user, connection)
            else:
                auditing.changed(request.user, connection, set(form.changed_data))
        if "use" in request.POST:
            services.choose(request, connection)
        return (HttpResponseClientRedirect if request.htmx else redirect)(connection.get_absolute_url())
    template = "connections/_form.html" if request.htmx else "connections/edit.html"
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HtmxHttpRequest, id: int) -> HttpResponse:
    """Say what goes and what stays; delete on POST."""
    connection = own(request, id)
    if request.method == "POST":
        if request.session.get(services.SESSION_KEY) == connection.pk:
            services.forget_choice(request)
        with transaction.atomic():
            auditing.deleted(request.user, connection)
            connection.delete()
        return redirect("connections:list")
    return render(request, "connections/delete.html", {"connection": connection})


@require_POST
def use(request: HtmxHttpRequest, id: int | None = None) -> HttpResponse:
    """Make a connection the current one of this browser: its id is in the path or the field `connection`."""
    chosen = id if id is not None else request.POST.get("connection", "")
    if not re.fullmatch(r"[0-9]{1,18}", str(chosen)):
        raise Http404
    services.choose(request, get_object_or_404(Connection.objects.for_user(request.user), pk=chosen))
    return back(request, "connections:list")


@require_POST
async def test(request: HtmxHttpRequest, id: int) -> HttpResponse:
    """Call the server and say what came of it."""
    connection = await aget_object_or_404(Connection.objects.for_user(await request.auser()), pk=id)
    await services.test(connection)
    if request.htmx:
        return render(request, "connections/_state.html", {"connection": connection})
    return redirect(connection)


@require_POST
async def discover(request: HtmxHttpRequest) -> HttpResponse:
    """Look for servers on this machine and offer those that answer."""
    user = await request.auser()
    if not may_reach_private(user):
        raise Http404
    servers = await discovery.discover()
    known = {connection.url async for connection in Connection.objects.for_user(user)}
    context = {"servers": servers, "known": known, "searched": True}
    if request.htmx:
        return render(request, "connections/_found.html", context)
    return await sync_to_async(page)(request, **context)


@require_GET
async def models(request: HtmxHttpRequest, id: int) -> HttpResponse:
    """Suggestions for a model's name, as the options of a datalist; never an error."""
    connection = await aget_object_or_404(Connection.objects.for_user(await request.auser()), pk=id)
    names, error = await services.suggested_models(connection)
    return render(request, "connections/_models.html", {"models": names, "error": error})


def own(request: HtmxHttpRequest, id: int) -> Connection:
    """The connection that this user may change; one of others or a built-in one is not found."""
    return get_object_or_404(Connection.objects.changeable_by(request.user), pk=id)
