"""The key that this server itself uses its sandbox with."""

from django.conf import settings
from django.utils.crypto import salted_hmac

# Any key will do without login. Not a word of an answer, because secrets are cut from every error.
ANY = "no-key-needed"


def sandbox_key() -> str:
    """Where a login is asked for, a key that only processes with the same SECRET_KEY know."""
    if not settings.LOGIN_REQUIRED:
        return ANY
    return f"sk-sandbox-{salted_hmac('playground.sandbox', 'key', algorithm='sha256').hexdigest()}"
