"""Reading a multipart request: its text fields become what the table of parameters says they are."""

import asyncio
import math
import os
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from .body import parsed
from .errors import APIError, bad_request, body_too_large
from .parameters import Flag, Integer, Number
from .structures import Either, List, Object

Files = dict[str, list["UploadedFile[Any]"]]
FLAGS = {"true": True, "false": False}


async def read_form(request: HttpRequest, table: Object) -> tuple[dict[str, Any], Files]:
    """The text fields, typed and checked by `table`, and the files by field name; `name[]` is a list `name`.

    An object comes as its JSON, or as a field `name[member]` for each of its members. Files stay where Django
    spooled them. A file is no parameter of the table: the view asks for those it needs.
    """
    if request.content_type != "multipart/form-data":
        raise APIError(
            415,
            f"Unsupported content type: '{request.content_type}'. This API method only accepts "
            "'multipart/form-data' requests, but you specified another content type.",
        )
    measure(request)
    try:
        # Parsing 25 MB takes a moment, and belongs to no event loop.
        fields, uploads = await asyncio.to_thread(lambda: (request.POST, request.FILES))
    except RequestDataTooBig:
        raise body_too_large() from None
    except (BadRequest, MultiPartParserError, SuspiciousOperation):
        raise bad_request("We could not parse the multipart body of your request.") from None
    params: dict[str, Any] = {}
    for name, texts in fields.lists():
        plain = name.removesuffix("[]")
        kind = table.fields.get(plain)
        outer, _, member = plain.removesuffix("]").partition("[")
        if isinstance(kind, List):
            params.setdefault(plain, []).extend(typed(text, kind.of) for text in texts)
        elif member and (inside := object_in(table.fields.get(outer))):
            given = params.setdefault(outer, {})
            if isinstance(given, dict):
                given[member] = typed(texts[-1], inside.fields.get(member))
        else:
            params[plain] = typed(texts[-1], kind)
    table.check(params, "")
    return params, {name.removesuffix("[]"): files for name, files in uploads.lists()}


def measure(request: HttpRequest) -> None:
    """Tell the length of a body that came in chunks, as Node sends files: without, Django takes it for empty."""
    if "CONTENT_LENGTH" not in request.META:
        body = request._stream
        request.META["CONTENT_LENGTH"] = str(body.seek(0, os.SEEK_END))
        body.seek(0)


def typed(text: str, kind: Any) -> Any:
    """What a text field says, as the kind wants it; text that does not fit stays text, and is refused by the check."""
    try:
        if isinstance(kind, Integer):
            return int(text)
        if isinstance(kind, Number):
            return number if math.isfinite(number := float(text)) else text
        if text.startswith("{") and object_in(kind):
            return parsed(text.encode())
    except (ValueError, APIError):
        return text
    return FLAGS.get(text, text) if isinstance(kind, Flag) else text


def object_in(kind: Any) -> Object | None:
    """The object that this kind takes, if it takes one."""
    kinds = kind.kinds if isinstance(kind, Either) else (kind,)
    return next((one for one in kinds if isinstance(one, Object)), None)
