"""Secrets at rest: Fernet keys derived from Django's secret keys, so that rotating those rotates these."""

import base64
from collections.abc import Iterable
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.views.decorators.debug import sensitive_variables


class Undecryptable(Exception):
    """None of the present secret keys opens this."""


@sensitive_variables()
def encrypt(text: str) -> bytes:
    """Sealed with the first secret key; empty stays empty."""
    return fernet().encrypt(text.encode()) if text else b""


@sensitive_variables()
def decrypt(sealed: bytes | memoryview) -> str:
    """The text again, opened with SECRET_KEY or any of SECRET_KEY_FALLBACKS; else `Undecryptable`."""
    if not sealed:
        return ""
    try:
        return fernet().decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise Undecryptable from None


def opens(sealed: bytes | memoryview) -> bool:
    try:
        decrypt(sealed)
    except Undecryptable:
        return False
    return True


@sensitive_variables()
def fernet() -> MultiFernet:
    return MultiFernet(derived(key) for key in secret_keys())


def secret_keys() -> Iterable[str]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache
@sensitive_variables()
def derived(secret_key: str) -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"playground connections")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(secret_key.encode())))


def ending(secret: str) -> str:
    """What may be shown of a secret: its last four characters, nothing of a short one."""
    return secret[-4:] if len(secret) >= 12 else ""
