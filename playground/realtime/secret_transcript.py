"""The answer that brings a client secret: the secret goes apart, the answer is kept with a few characters of it."""

import time
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.openai.redaction import redact
from playground.runs.transcripts import Transcript

SHORTEST = 16


def masked(secret: str) -> str:
    """What is shown of a secret: where it begins and ends, nothing of a short one."""
    return f"{secret[:7]}…{secret[-3:]}" if len(secret) >= SHORTEST else "…"


def secret_objects(body: Any) -> list[dict[str, Any]]:
    """Where an answer holds its secret, in either shape: objects with a `value`."""
    if not isinstance(body, dict):
        return []
    session = body.get("session")
    places = [
        body,
        body.get("client_secret"),
        session.get("client_secret") if isinstance(session, dict) else None,
    ]
    return [place for place in places if isinstance(place, dict) and isinstance(place.get("value"), str)]


def without(value: Any, secrets: list[str]) -> Any:
    """The same JSON with each of the secrets cut wherever it stands."""
    if isinstance(value, dict):
        return {key: without(item, secrets) for key, item in value.items()}
    if isinstance(value, list):
        return [without(item, secrets) for item in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, masked(secret)) if secret else value
    return value


class SecretTranscript(Transcript):
    """`secret` and `expires_at` (seconds since 1970) are there while the run that brought them is under way."""

    role = "client secret"
    LIFETIME = 60

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.secret = ""
        self.expires_at = 0

    def load(self, body: Any) -> None:
        found = secret_objects(body)
        for place in found[:1]:
            moment = place.get("expires_at")
            known = isinstance(moment, int) and 0 < moment < 10**10
            self.expires_at = moment if known and moment else int(time.time()) + self.LIFETIME
            # What was kept is masked already.
            self.secret = "" if "…" in place["value"] else place["value"]
        self.body = without(body, [place["value"] for place in found])
        if isinstance(self.body, str):
            self.body = redact(self.body)

    @property
    def has_output(self) -> bool:
        return self.body is not None

    def html(self) -> SafeString:
        found = secret_objects(self.body)
        if not found:
            return super().html()
        context = {"run_id": self.run_id, "shown": found[0]["value"], "expires_at": self.expires_at}
        return mark_safe(render_to_string("realtime/_secret.html", context))

    def text(self) -> str:
        return ""

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        session = params.get("session", params)
        told = session.get("instructions") if isinstance(session, dict) else ""
        return f"Secret: {told}" if isinstance(told, str) and told else "Client secret"
