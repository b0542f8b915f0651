"""Who did what to keys, users, objects upstream and shared runs: written once, never changed."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from .models import AuditEntry, User

MAX_TEXT = 200
NO_TEXT = "\ufffd"


def note(actor: User | AnonymousUser | None, action: str, subject: object, **details: Any) -> None:
    """Write down that this person did this to that: the subject by the name that people know it by.

    `action` is one of `AuditEntry.Action`; the actor is None for nobody who is logged in (a command, a failed login).
    Details are flat, JSON's plain values, and never a secret: say that a key was replaced, not which.
    In a transaction the entry stands and falls with what it tells of.
    """
    known = actor if isinstance(actor, User) else None
    AuditEntry.objects.create(
        actor_id=known.pk if known else None,
        actor_name=inert(known.username) if known else "",
        action=AuditEntry.Action(action),
        subject=inert(str(subject)),
        details={name: inert(value) if isinstance(value, str) else value for name, value in details.items()},
    )


def inert(text: str) -> str:
    """Text of others on one short line, without what no screen shows as itself: NUL, escapes, changes of direction."""
    shown = "".join(each if each.isprintable() else NO_TEXT for each in text[: MAX_TEXT + 1])
    return shown if len(shown) <= MAX_TEXT else f"{shown[: MAX_TEXT - 1]}…"
