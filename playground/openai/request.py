"""From an operation and its parameters to the request as it is sent."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from playground import __version__
from playground.openai.encoding import query_string
from playground.openai.errors import BadRequest
from playground.openai.multipart import Files, MultipartBody, each_file
from playground.openai.operations import Operation
from playground.openai.redaction import Unseen, redact_headers, secrets_of

# What goes to any server, whoever asks.
_EVERYBODYS = {"User-Agent", "Accept", "Accept-Encoding", "Content-Type", "Content-Length"}
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


@dataclass(frozen=True)
class Endpoint:
    """Where requests go: a base URL such as https://api.openai.com/v1, a key, extra headers.

    `idle_timeout` is how many seconds the server may be silent, None for ever. With `public_only` nothing is sent to
    a private network. A `discreet` one is used by people who may not know it: of what identifies it to the server
    nothing is shown, not even that it is sent.
    """

    base_url: str
    key: str = field(default="", repr=False)
    organization: str = ""
    project: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    idle_timeout: float | None = None
    public_only: bool = False
    discreet: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        found = secrets_of(self.key, self.headers)
        return tuple(map(Unseen, found)) if self.discreet else found


@dataclass(frozen=True)
class Request:
    """A request as sent, fit for showing: `headers` have their secrets cut to a hint, `body` is the JSON.

    For a multipart form `body` maps each name to its value, a file to its name, type and size.
    """

    operation: Operation
    method: str
    url: str
    headers: Mapping[str, str]
    body: Any
    streams: bool
    wire_headers: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    content: bytes | MultipartBody | None = field(repr=False)
    public_only: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {"method": self.method, "url": self.url, "headers": dict(self.headers), "body": self.body}


def build(
    endpoint: Endpoint, operation: Operation, params: Mapping[str, Any], files: Files | None = None
) -> Request:
    """The request of `operation` with `params`; BadRequest when it cannot be expressed in HTTP."""
    rest = {name: value for name, value in params.items() if name not in operation.path_parameters}
    url = url_of(endpoint.base_url, operation, params)
    streams = rest.get("stream") is True or rest.get("stream_format") == "sse"
    headers = _headers(endpoint, streams)
    content: bytes | MultipartBody | None = None
    body: Any = None
    if operation.body == "none":
        url = _with_query(url, query_string(rest))
    elif operation.body == "json":
        body, content = rest, _json(rest)
        headers["Content-Type"] = "application/json"
        headers["Content-Length"] = str(len(content))
    else:
        multipart = MultipartBody(rest, files or {})
        body, content = _shown_form(rest, files or {}), multipart
        headers["Content-Type"] = multipart.content_type
        headers["Content-Length"] = str(multipart.content_length)
    return Request(
        operation=operation,
        method=operation.method,
        url=url,
        headers=_shown_headers(endpoint, headers),
        body=body,
        streams=streams,
        wire_headers=headers,
        secrets=endpoint.secrets,
        content=content,
        public_only=endpoint.public_only,
    )


def url_of(base_url: str, operation: Operation, params: Mapping[str, Any]) -> str:
    """The URL of an operation: a query in the base URL (`?api-version=…`) stays behind the path."""
    base = _checked(base_url)
    path = operation.path
    for name in operation.path_parameters:
        value = str(params.get(name) or "")
        if value in ("", ".", ".."):
            raise BadRequest(f"{operation.title} needs {name}.", param=name)
        path = path.replace(f"{{{name}}}", quote(value, safe=":"))
    return urlunsplit((base.scheme, base.netloc, base.path.rstrip("/") + path, base.query, ""))


def _checked(base_url: str) -> SplitResult:
    try:
        base = urlsplit(base_url.strip())
        is_usable = base.scheme in ("http", "https") and base.hostname and base.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise BadRequest("The base URL is not an http:// or https:// address.", param="base_url")
    if "@" in base.netloc:
        raise BadRequest("The base URL must not contain a name and password.", param="base_url")
    return base


def _with_query(url: str, query: str) -> str:
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _headers(endpoint: Endpoint, streams: bool) -> dict[str, str]:
    """Built from nothing, so that nothing of the browser's request can go upstream."""
    headers = {
        "User-Agent": f"playground/{__version__}",
        "Accept": "text/event-stream" if streams else "*/*",
        "Accept-Encoding": "identity" if streams else "gzip",
    }
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    if endpoint.organization:
        headers["OpenAI-Organization"] = endpoint.organization
    if endpoint.project:
        headers["OpenAI-Project"] = endpoint.project
    own = {name.lower(): name for name in headers}
    for name, value in endpoint.headers.items():
        headers.pop(own.get(name.lower(), ""), None)
        headers[name] = value
    for name, value in headers.items():
        _check_header(name, value)
    return headers


def _shown_headers(endpoint: Endpoint, headers: Mapping[str, str]) -> dict[str, str]:
    if endpoint.discreet:
        shown = _EVERYBODYS - endpoint.headers.keys()
        headers = {name: value for name, value in headers.items() if name in shown}
    return redact_headers(headers, endpoint.secrets)


def _check_header(name: str, value: str) -> None:
    if not _HEADER_NAME.fullmatch(name):
        raise BadRequest("A header of this connection has a name that HTTP does not allow.", param="headers")
    if not value.isascii() or not value.isprintable() or value != value.strip():
        param = "key" if name == "Authorization" else "headers"
        raise BadRequest(f"The value of {name} has characters that a header cannot carry.", param=param)


def _json(params: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(params, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair: has no UTF-8, but a JSON escape
        return json.dumps(params, separators=(",", ":"), allow_nan=False).encode()
    except ValueError as error:
        raise BadRequest("The request has a number that JSON does not know (NaN or Infinity).") from error


def _shown_form(params: Mapping[str, Any], files: Files) -> dict[str, Any]:
    shown: dict[str, Any] = {name: value for name, value in params.items() if value is not None}
    for name, part in each_file(files):
        about = {"file": part.name, "content_type": part.content_type, "size": part.size}
        if name.endswith("[]"):
            shown.setdefault(name, []).append(about)
        else:
            shown[name] = about
    return shown
