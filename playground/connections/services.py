"""Which connections somebody has, which of them is in use, and what is known of their servers."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from playground.accounts.models import User
from playground.openai.errors import OpenAIError

from . import built_in, seen
from .countdown import Countdown, countdown
from .models import Connection, SeenModel
from .offers import Offer
from .probing import Finding, list_models, probe

SESSION_KEY = "connection"
SESSION_NAME = "connection_name"
SUGGESTION_LIMIT = 4.0
FIRST_CHOICES = (Connection.Source.ENVIRONMENT, Connection.Source.SANDBOX, Connection.Source.OWN)


def ensure_built_in(user: User | AnonymousUser) -> list[Connection]:
    """All connections of this user; built-in ones are made where they are missing. Mostly one query."""
    connections = list(Connection.objects.for_user(user))
    names = {connection.source: connection.name for connection in connections if not connection.is_own}
    wanted = built_in.present()
    if names == wanted:
        return connections
    Connection.objects.bulk_create(
        [
            Connection(owner_id=user.pk, source=source, name=name)  # type: ignore[misc]
            for source, name in wanted.items()
            if source not in names
        ],
        ignore_conflicts=True,
    )
    for source, name in wanted.items():
        renamed = Connection.objects.for_user(user).filter(source=source).exclude(name=name)
        SeenModel.objects.filter(connection__in=renamed).delete()
        renamed.update(name=name, models_seen=[], tested_at=None, test_result=None)
    return list(Connection.objects.for_user(user))


def connections(request: HttpRequest) -> list[Connection]:
    """All connections of the user who asks. One query a request."""
    found: list[Connection] | None = getattr(request, "connections_found", None)
    if found is None:
        found = ensure_built_in(request.user)
        request.connections_found = found  # type: ignore[attr-defined]
    return found


def current_connection(request: HttpRequest) -> Connection | None:
    """The connection in use in this browser; None where `missing` says why there is none."""
    return chosen(request, connections(request))


def chosen(request: HttpRequest, connections: list[Connection]) -> Connection | None:
    """Which of these was chosen in this browser, else the environment's, else the sandbox, else the first.

    None when the chosen one is gone: what was meant for it goes nowhere else by itself.
    """
    if pk := request.session.get(SESSION_KEY):
        return next((connection for connection in connections if connection.pk == pk), None)
    return min(connections, key=lambda each: FIRST_CHOICES.index(each.source), default=None)


def choose(request: HttpRequest, connection: Connection) -> None:
    request.session[SESSION_KEY], request.session[SESSION_NAME] = connection.pk, connection.name


def forget_choice(request: HttpRequest) -> None:
    """Be again where nothing was chosen."""
    request.session.pop(SESSION_KEY, None)
    request.session.pop(SESSION_NAME, None)


def missing(request: HttpRequest) -> str:
    """Where there is no current connection: why, and what to do."""
    if SESSION_KEY not in request.session:
        return "There is no connection: add one at Connections"
    name = request.session.get(SESSION_NAME, "")
    said = f"The connection “{name}”" if name else "The connection that you used"
    return f"{said} was deleted, or is not shared with you any more: choose another at Connections"


async def remember(connection: Connection, finding: Finding) -> None:
    """Keep what a test found; models that were seen once stay known while the server is down."""
    connection.tested_at, connection.test_result = timezone.now(), finding.as_dict()
    await connection.asave(update_fields=["tested_at", "test_result"])
    if not finding.error:
        await remember_models(connection, finding.offers)


async def remember_models(connection: Connection, offers: tuple[Offer, ...]) -> None:
    """Keep what the server lists now, for suggestions, for the countdown of those that shut down, and as news."""
    if (names := [offer.id for offer in offers]) != connection.models_seen:
        connection.models_seen = names
        await connection.asave(update_fields=["models_seen"])
    await seen.keep(connection, offers)


async def test(connection: Connection) -> None:
    """Ask the server of this connection for its models and keep what came of it, in words."""
    try:
        endpoint = connection.endpoint()
    except OpenAIError as error:
        finding = Finding(error.message, error.advice, error.kind)
    else:
        finding = await probe(endpoint)
    await remember(connection, finding)


async def suggested_models(connection: Connection) -> tuple[list[tuple[str, Countdown | None]], str]:
    """The models to suggest, each with how long it has left where it shuts down.

    With them the kind of error when they are only those seen before.
    """
    kind = ""
    try:
        listing = await list_models(connection.endpoint(), limit=SUGGESTION_LIMIT)
    except OpenAIError as error:
        kind = error.kind
    else:
        await remember_models(connection, listing.offers)
    rows = SeenModel.objects.filter(connection=connection, shutdown_date__isnull=False)
    days = {row.model: countdown(row.shutdown_date) async for row in rows if row.shutdown_date}
    return [(name, days.get(name)) for name in connection.models_seen], kind
