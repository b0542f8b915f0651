"""Extra headers as a person types them: one `Name: value` a line."""

import re

from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}")
VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?")

BY_THE_CLIENT = {
    *("accept", "accept-encoding", "connection", "content-encoding", "content-length", "content-type"),
    *("cookie", "date", "expect", "forwarded", "host", "http2-settings", "keep-alive", "origin", "referer"),
    *("set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "via"),
}
OWN_FIELDS = {"openai-organization": "Organisation", "openai-project": "Project"}


@sensitive_variables()
def parse_headers(text: str) -> dict[str, str]:
    """Name to value; `ValidationError` with a message for each line that cannot be sent, no values."""
    headers: dict[str, str] = {}
    errors = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        problem = problem_with(name, value, headers) if colon else "write it as Name: value."
        if problem:
            errors.append(f"Line {number}: {problem}")
        headers[name] = value
    if errors:
        raise ValidationError(errors)
    return headers


@sensitive_variables("value")
def problem_with(name: str, value: str, before: dict[str, str]) -> str:
    """Why this header cannot be sent, empty when it can."""
    lower = name.lower()
    if not NAME.fullmatch(name):
        return "a header's name is letters, digits and hyphens, without spaces."
    if lower in BY_THE_CLIENT or lower.startswith(("proxy-", "sec-")):
        return f"{name} is set by the connection itself and cannot be given."
    if lower in OWN_FIELDS:
        return f"{name} has its own field: {OWN_FIELDS[lower]}."
    if lower in {other.lower() for other in before}:
        return f"{name} is there twice."
    if not value:
        return f"{name} has no value yet."
    if not VALUE.fullmatch(value):
        return f"the value of {name} has characters that cannot be sent: use plain ASCII."
    return ""


def names_only(text: str) -> str:
    """The same lines without their values, fit for a page."""
    names = (line.partition(":")[0].strip() for line in text.splitlines() if ":" in line)
    return "\n".join(f"{name}: " for name in names if NAME.fullmatch(name))
