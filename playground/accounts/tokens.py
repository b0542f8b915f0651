"""Programs that come with a token in place of a login: `Authorization: Bearer pg-…`."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from .models import Token, User, digest_of

# Not a write for each request.
USED_EVERY = timedelta(minutes=1)


def bearer(request: HttpRequest) -> str:
    """What the Authorization header carries; empty without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def owner_of(token: str) -> User | None:
    """The active user whose token this is."""
    if not token:
        return None
    found = (
        Token.objects.filter(digest=digest_of(token), owner__is_active=True).select_related("owner").first()
    )
    if found is None:
        return None
    now = timezone.now()
    if found.used_at is None or now - found.used_at > USED_EVERY:
        Token.objects.filter(pk=found.pk).update(used_at=now)
    return found.owner
