"""A run as others may see it: what its page shows, frozen, with nothing that acts and nothing that is secret."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.html import strip_tags

from playground.openai.errors import OpenAIError
from playground.openai.redaction import redact
from playground.runs import metrics, readable
from playground.runs.engine import endpoint_of
from playground.runs.fragments import article
from playground.runs.models import Run

from .cleaning import cleaned
from .filling import filled

# Parameters of tools that carry what their servers ask for.
SECRET_NAMES = re.compile(
    r"authorization|headers|cookies?|api[_-]?key|(access|refresh|bearer|auth)?_?token|password|(client_)?secret|credentials?",
    re.IGNORECASE,
)
HIDDEN = "…"
# Everybody knows this one, and answers speak of it.
PUBLIC_HOSTS = {"api.openai.com"}


def take(run: Run, request: HttpRequest) -> dict[str, Any]:
    """What the shared page shows, as JSON: `answer` is HTML in which files are named `/files/<uuid>/`."""
    hidden = Hidden(run)
    params = hidden.value(run.params)
    return {
        "operation": run.operation,
        "model": run.model,
        "status": run.status,
        "created_at": run.created_at.isoformat(),
        "facts": metrics.facts(run),
        "messages": [vars(message) for message in readable.messages(params)],
        "parameters": readable.parameters(params),
        "answer": hidden.text(cleaned(filled(article(run), request))),
    }


def title(run: Run) -> str:
    return Hidden(run).text(strip_tags(run.title) if "<" not in run.title else run.title)[:200]


class Hidden:
    """Takes out of texts what belongs to the connection: its key, its headers, where it is."""

    def __init__(self, run: Run) -> None:
        try:
            endpoint = endpoint_of(run)
        except OpenAIError:
            self.secrets: tuple[str, ...] = ()
            base_url = ""
        else:
            self.secrets, base_url = endpoint.secrets, endpoint.base_url
        sent = str((run.request or {}).get("url", ""))
        self.places = sorted(set(places(base_url)) | set(places(sent)), key=len, reverse=True)

    def text(self, text: str) -> str:
        text = redact(text, self.secrets)
        for place in self.places:
            text = text.replace(place, HIDDEN)
        return text

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {
                key: HIDDEN if SECRET_NAMES.fullmatch(key) and item else self.value(item)
                for key, item in value.items()
            }
        return value


def places(url: str) -> list[str]:
    """The address and its host as texts may name them; nothing of a public one."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return []
    if not host or host in PUBLIC_HOSTS:
        return []
    return [url, parts.netloc, host] if host not in ("localhost", "127.0.0.1") else [url, parts.netloc]
