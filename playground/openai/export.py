"""The code that sends the same request: curl, or the official SDK for Python or JavaScript.

The key is never in it: it comes from the environment, as do other headers that look like secrets.
"""

from collections.abc import Callable, Mapping
from typing import Any

from playground.openai.export_curl import curl
from playground.openai.export_request import Exported, exported
from playground.openai.export_sdk import javascript, python
from playground.openai.multipart import Files
from playground.openai.operations import Operation, find
from playground.openai.request import Endpoint

LANGUAGES: dict[str, Callable[[Exported], str]] = {"curl": curl, "python": python, "javascript": javascript}


def export(
    operation: Operation | str,
    params: Mapping[str, Any],
    endpoint: Endpoint,
    language: str,
    files: Files | None = None,
) -> str:
    """Source code in "curl", "python" or "javascript" that sends exactly `params`.

    A file is opened by its name in the current folder; in place of a FilePart a multipart parameter may hold
    `{"file": name}`. BadRequest when the request cannot be sent at all.
    """
    return LANGUAGES[language](exported(find(operation), params, endpoint, files or {}))
