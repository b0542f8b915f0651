"""From an answer with an error status to the error tree."""

import html
import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from playground.openai.errors import ConnectionFailed, OpenAIError, class_for_status, fields_of
from playground.openai.parsing import parse
from playground.openai.redaction import redact

BODY_KEPT = 20_000
_MESSAGE_KEPT = 2_000

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PAGE = re.compile(r"\s*(<!doctype html|<html|<head|<body)", re.IGNORECASE)


def from_answer(
    status_code: int, headers: Mapping[str, str], content: bytes, secrets: tuple[str, ...] = ()
) -> OpenAIError:
    """The error that an answer with a status from 300 on means, whatever shape its body has."""
    text = redact(content.decode("utf-8", "replace"), secrets)[:BODY_KEPT]
    if status_code < 400:
        return _redirect(status_code, headers, text, secrets)
    error = _error_object(text)
    message = _message(error) or f"The server answered with status {status_code}."
    fields = fields_of(error) if isinstance(error, Mapping) else {}
    return class_for_status(status_code)(
        redact(message, secrets)[:_MESSAGE_KEPT],
        status_code=status_code,
        request_id=headers.get("x-request-id"),
        retry_after=retry_after(headers),
        body=text,
        **fields,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """How many seconds to wait, from `retry-after-ms` or from `retry-after` as seconds or as a date."""
    for name, scale in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers[name]) / scale
            return max(0.0, seconds) if math.isfinite(seconds) else None
        except (KeyError, ValueError):
            continue
    try:
        moment = parsedate_to_datetime(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def page_title(text: str) -> str | None:
    """The title, or else the first words, of an HTML page; None when the text is no page."""
    if not _PAGE.match(text):
        return None
    title = _TITLE.search(text)
    words = title[1] if title else _TAG.sub(" ", _UNSEEN.sub(" ", text))
    return " ".join(html.unescape(words).split())[:200] or "untitled"


def _redirect(
    status_code: int, headers: Mapping[str, str], text: str, secrets: tuple[str, ...]
) -> ConnectionFailed:
    target = redact(headers.get("location", "an unnamed address"), secrets)[:500]
    return ConnectionFailed(
        f"The server redirects to {target}. Redirects are not followed, so that the key stays here.",
        status_code=status_code,
        body=text,
        advice="If that address is right, make it the base URL of the connection.",
    )


def _error_object(text: str) -> Any:
    """What the body says went wrong: an object, or words."""
    try:
        body = parse(text)
    except ValueError:
        return page_title(text) or text
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, dict):
        return str(body)
    error = body.get("error") or body.get("errors")
    if isinstance(error, list) and error:
        error = error[0]
    if isinstance(error, str):
        return {"message": error, **body}
    return error if isinstance(error, dict) else body


def _message(error: Any) -> str:
    if isinstance(error, str):
        return error.strip()
    for name in ("message", "detail", "error_description", "msg", "title", "reason"):
        if found := error.get(name):
            return found if isinstance(found, str) else _detail(found)
    return ""


def _detail(found: Any) -> str:
    """FastAPI's list of complaints, `[{"loc": ["body", "model"], "msg": "Field required"}]`, as a line."""
    items = found if isinstance(found, list) else [found]
    lines = []
    for item in items:
        if isinstance(item, dict) and "msg" in item:
            place = ".".join(str(part) for part in item.get("loc", ()) if part != "body")
            lines.append(f"{place}: {item['msg']}" if place else str(item["msg"]))
        elif isinstance(item, dict) and (nested := _message(item)):
            lines.append(nested)
        else:
            lines.append(item if isinstance(item, str) else json.dumps(item))
    return "; ".join(lines)
