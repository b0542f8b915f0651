"""A request as a curl command for a POSIX shell."""

import json
import re
import shlex

from playground.openai.encoding import flat_pairs, query_string
from playground.openai.export_request import Exported

_PLAIN_NAME = re.compile(r"[\w.\-/ ]+")


def curl(request: Exported) -> str:
    operation = request.operation
    url = request.url
    if operation.body == "none" and request.params:
        url += ("&" if "?" in url else "?") + query_string(request.params)
    start = ["curl"]
    if request.streams:
        start.append("-N")
    if operation.method == "DELETE":
        start.append("-X DELETE")
    lines = [" ".join([*start, shlex.quote(url)]), *_headers(request)]
    if operation.body == "json":
        lines.append('-H "Content-Type: application/json"')
        lines.append(f"-d {shlex.quote(json.dumps(request.params, indent=2, ensure_ascii=False))}")
    elif operation.body == "multipart":
        lines += _parts(request)
    if request.output_file:
        lines.append(f"--output {request.output_file}")
    return " \\\n  ".join(lines) + "\n"


def _headers(request: Exported) -> list[str]:
    lines = ['-H "Authorization: Bearer $OPENAI_API_KEY"']
    if request.organization:
        lines.append("-H " + shlex.quote(f"OpenAI-Organization: {request.organization}"))
    if request.project:
        lines.append("-H " + shlex.quote(f"OpenAI-Project: {request.project}"))
    lines += ["-H " + shlex.quote(f"{name}: {value}") for name, value in request.headers.items()]
    lines += [f'-H "{name}: ${variable}"' for name, variable in request.secret_headers.items()]
    return lines


def _parts(request: Exported) -> list[str]:
    texts = [f"--form-string {shlex.quote(f'{name}={text}')}" for name, text in flat_pairs(request.params)]
    files = [f"-F {shlex.quote(f'{name}=@{_file_name(file)}')}" for name, file in request.files]
    return texts + files


def _file_name(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
