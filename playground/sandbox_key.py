"""The keys that this server itself uses its sandbox with."""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

# Any key will do without login. Not a word of an answer, because secrets are cut from every error.
ANY = "no-key-needed"
PREFIX = "sk-sandbox-"


def sandbox_key(user: int | str) -> str:
    """The key of the user with this primary key: the sandbox keeps apart what it stores for different keys.

    Where a login is asked for, only processes with the same SECRET_KEY know it.
    """
    if not settings.LOGIN_REQUIRED:
        return ANY
    signature = salted_hmac("playground.sandbox", str(user), algorithm="sha256").hexdigest()
    return f"{PREFIX}{user}-{signature}"


def is_sandbox_key(key: str) -> bool:
    user = key.removeprefix(PREFIX).partition("-")[0]
    return constant_time_compare(key, sandbox_key(user))
