"""Pictures behind a URL: whoever knows it may fetch it, for an hour.

A name begins with the second it ends at, so that names sort by age and tell an old one from one that never was.
"""

import asyncio
import re
import secrets
import time

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .encoding import TYPES

FOLDER = "sandbox-images"
SECONDS = 60 * 60
MOST_KEPT = 300
NAME = re.compile(r"([0-9a-f]{10})-[\w-]{32}\.(png|jpeg|webp)", re.ASCII)
FAULT = '<?xml version="1.0" encoding="utf-8"?><Error><Code>{}</Code><Message>{}</Message></Error>'


def keep(data: bytes, format: str, request: HttpRequest) -> str:
    """Store a picture and return its absolute URL. The oldest go when there are too many."""
    name = f"{int(time.time()) + SECONDS:010x}-{secrets.token_urlsafe(24)}.{format}"
    default_storage.save(f"{FOLDER}/{name}", ContentFile(data))
    names = sorted(default_storage.listdir(FOLDER)[1], reverse=True)
    for place, old in enumerate(names):
        if place >= MOST_KEPT or ended(old):
            default_storage.delete(f"{FOLDER}/{old}")
    return request.build_absolute_uri(reverse("sandbox:image", args=(name,)))


def ended(name: str) -> bool:
    return name < f"{int(time.time()):010x}"


async def image(request: HttpRequest, name: str) -> HttpResponse:
    """The picture itself. No key is asked for, as with the storage that upstream's URLs lead to."""
    match = NAME.fullmatch(name)
    if request.method not in ("GET", "HEAD") or not match or not settings.SANDBOX:
        return refusal(404, "ResourceNotFound", "The specified resource does not exist.")
    if ended(name):
        return refusal(403, "AuthenticationFailed", "Signature not valid in the specified time frame.")
    data = await asyncio.to_thread(stored, f"{FOLDER}/{name}")
    if data is None:
        return refusal(404, "BlobNotFound", "The specified blob does not exist.")
    headers = {"x-content-type-options": "nosniff", "cache-control": f"private, max-age={SECONDS}"}
    return HttpResponse(data, content_type=TYPES[match[2]], headers=headers)


def stored(path: str) -> bytes | None:
    try:
        with default_storage.open(path) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def refusal(status: int, code: str, message: str) -> HttpResponse:
    return HttpResponse(FAULT.format(code, message), status=status, content_type="application/xml")
