"""What the audit log says of connections and keys: that they changed and who did it, never a secret."""

from typing import Any

from playground.accounts import audit
from playground.accounts.models import AuditEntry, User

from .models import Connection

Action = AuditEntry.Action
WORDS = {
    "name": "name",
    "base_url": "base URL",
    "organization": "organisation",
    "project": "project",
    "headers": "headers",
    "remove_headers": "headers",
    "idle_timeout": "time-out",
}


def made(user: User, connection: Connection) -> None:
    note(user, Action.CONNECTION_MADE, connection, key=key_words(connection))
    if connection.shared:
        note(user, Action.CONNECTION_SHARED, connection)


def changed(user: User, connection: Connection, fields: set[str]) -> None:
    """Note a saved form, whose `fields` are those that were changed."""
    if words := {WORDS[field] for field in fields if field in WORDS}:
        note(user, Action.CONNECTION_CHANGED, connection, changed=", ".join(sorted(words)))
    if "key" in fields:
        note(user, Action.KEY_REPLACED, connection)
    elif "remove_key" in fields:
        note(user, Action.KEY_REMOVED, connection)
    if "shared" in fields:
        is_shared = connection.shared
        note(user, Action.CONNECTION_SHARED if is_shared else Action.CONNECTION_UNSHARED, connection)


def deleted(user: User, connection: Connection) -> None:
    """Note a deletion that is about to happen."""
    note(user, Action.CONNECTION_DELETED, connection, key=key_words(connection))


def note(user: User, action: str, connection: Connection, **details: Any) -> None:
    if connection.owner_id != user.pk:
        details["owner"] = connection.owner.username
    audit.note(user, action, connection.name, address=connection.address, **details)


def key_words(connection: Connection) -> str:
    return "kept" if connection.has_key else "none"
