"""What all exported code has in common: the parameters sorted by the way they travel, and the settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from playground.openai.multipart import Files, each_file
from playground.openai.operations import Operation
from playground.openai.redaction import is_secret_name
from playground.openai.request import Endpoint, url_of

OPENAI_URL = "https://api.openai.com/v1"
_AUDIO_ENDINGS = ("mp3", "opus", "aac", "flac", "wav", "pcm")


@dataclass(frozen=True)
class Exported:
    """One request to write as code. `secret_headers` name the environment variable of each one's value."""

    operation: Operation
    url: str
    base_url: str
    base_query: dict[str, str]
    path_values: list[str]
    params: dict[str, Any]
    files: list[tuple[str, str]]
    streams: bool
    organization: str
    project: str
    headers: dict[str, str]
    secret_headers: dict[str, str]

    @property
    def output_file(self) -> str | None:
        """Where to write an answer that is no text."""
        if self.operation.name != "create_speech" or self.streams:
            return None
        ending = self.params.get("response_format", "mp3")
        return f"speech.{ending if ending in _AUDIO_ENDINGS else 'mp3'}"


def exported(operation: Operation, params: Mapping[str, Any], endpoint: Endpoint, files: Files) -> Exported:
    rest = {name: value for name, value in params.items() if name not in operation.path_parameters}
    names = [(name, part.name) for name, part in each_file(files)]
    if operation.body == "multipart":
        for name, value in list(rest.items()):
            if found := _file_names(value):
                del rest[name]
                listed = f"{name}[]" if isinstance(value, list) and not name.endswith("[]") else name
                names.extend((listed, file) for file in found)
    base = urlsplit(endpoint.base_url.strip())
    return Exported(
        operation=operation,
        url=url_of(endpoint.base_url, operation, params),
        base_url=urlunsplit((base.scheme, base.netloc, base.path.rstrip("/"), "", "")),
        base_query=dict(parse_qsl(base.query)),
        path_values=[str(params[name]) for name in operation.path_parameters],
        params=rest,
        files=names,
        streams=rest.get("stream") is True or rest.get("stream_format") == "sse",
        organization=endpoint.organization,
        project=endpoint.project,
        headers={name: value for name, value in endpoint.headers.items() if not is_secret_name(name)},
        secret_headers={name: _variable(name) for name in endpoint.headers if is_secret_name(name)},
    )


def _file_names(value: Any) -> list[str]:
    """The names behind `{"file": …}` or a list of such; empty for any other value."""
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, Mapping) and "file" in item for item in items):
        return []
    return [str(item.get("name") or item["file"]) for item in items]


def _variable(header: str) -> str:
    return re.sub(r"\W+", "_", header).upper().strip("_")
