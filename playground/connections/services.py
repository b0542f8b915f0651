"""Which connections somebody has, and which of them is in use."""

from django.http import HttpRequest

from playground.accounts.models import User

from . import built_in
from .models import Connection

SESSION_KEY = "connection"
FIRST_CHOICES = (Connection.Source.ENVIRONMENT, Connection.Source.SANDBOX, Connection.Source.OWN)


def ensure_built_in(user: User) -> list[Connection]:
    """All connections of this user; built-in ones are made where they are missing. Mostly one query."""
    connections = list(Connection.objects.for_user(user))
    names = {connection.source: connection.name for connection in connections if not connection.is_own}
    wanted = built_in.present()
    if names == wanted:
        return connections
    Connection.objects.bulk_create(
        [
            Connection(owner=user, source=source, name=name)
            for source, name in wanted.items()
            if source not in names
        ],
        ignore_conflicts=True,
    )
    for source, name in wanted.items():
        Connection.objects.filter(owner=user, source=source).exclude(name=name).update(
            name=name, models_seen=[], tested_at=None, test_result=None
        )
    return list(Connection.objects.for_user(user))


def current_connection(request: HttpRequest) -> Connection | None:
    """The connection in use in this browser; None only where the user has none and the sandbox is off."""
    return chosen(request, ensure_built_in(request.user))


def chosen(request: HttpRequest, connections: list[Connection]) -> Connection | None:
    """Which of these was chosen in this browser, else the environment's, else the sandbox, else the first."""
    by_id = {connection.pk: connection for connection in connections}
    if connection := by_id.get(request.session.get(SESSION_KEY)):
        return connection
    return min(connections, key=lambda each: FIRST_CHOICES.index(each.source), default=None)


def choose(request: HttpRequest, connection: Connection) -> None:
    request.session[SESSION_KEY] = connection.pk
