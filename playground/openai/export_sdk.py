"""A request as a program with the official SDK for Python or JavaScript."""

from typing import Any

from playground.openai.export_request import OPENAI_URL, Exported
from playground.openai.literals import Code, Language, enclosed, literal
from playground.openai.sdk import javascript_call, known_parameters, python_call


def python(request: Exported) -> str:
    lines = ["import os", ""] if request.secret_headers else []
    lines += [
        f"from openai import OpenAI{', omit' if _is_set_by_sdk(request) else ''}",
        "",
        f"client = {_python_client(request)}",
        "",
    ]
    call = _python_call(request)
    if request.operation.name == "create_speech":
        lines.append(f"with {call} as response:")
        if request.output_file:
            lines.append(f'    response.stream_to_file("{request.output_file}")')
        else:
            lines += ["    for line in response.iter_lines():", "        print(line)"]
    elif request.streams:
        lines += [f"stream = {call}", "for event in stream:", "    print(event)"]
    else:
        lines += [f"result = {call}", "print(result)"]
    return "\n".join(lines) + "\n"


def javascript(request: Exported) -> str:
    lines = ['import fs from "node:fs";'] if request.files or request.output_file else []
    lines += ['import OpenAI from "openai";', "", f"const client = {_javascript_client(request)};", ""]
    call = _javascript_call(request)
    if request.output_file:
        lines.append(f"const response = await {call};")
        lines.append("const audio = Buffer.from(await response.arrayBuffer());")
        lines.append(f'await fs.promises.writeFile("{request.output_file}", audio);')
    elif request.operation.name == "create_speech":
        lines.append(f"const response = await {call};")
        lines.append("for await (const bytes of response.body) process.stdout.write(bytes);")
    elif request.streams:
        lines += [f"const stream = await {call};", "for await (const event of stream) console.log(event);"]
    else:
        lines += [f"const result = await {call};", "console.log(result);"]
    return "\n".join(lines) + "\n"


def _python_client(request: Exported) -> str:
    settings = _settings(request, "base_url", "default_query", "default_headers", 'os.environ["{}"]')
    arguments = [f"{name}={literal(value, 'python', 4, len(name) + 1)}" for name, value in settings.items()]
    return enclosed("OpenAI(", arguments, ")", 0, 4, len("client = "))


def _javascript_client(request: Exported) -> str:
    settings = _settings(request, "baseURL", "defaultQuery", "defaultHeaders", "process.env.{}")
    return f"new OpenAI({literal(settings, 'javascript', 0, 27) if settings else ''})"


def _settings(request: Exported, url: str, query: str, headers: str, variable: str) -> dict[str, Any]:
    secret = {name: Code(variable.format(source)) for name, source in request.secret_headers.items()}
    every = {
        url: "" if request.base_url == OPENAI_URL else request.base_url,
        query: request.base_query,
        "organization": request.organization,
        "project": request.project,
        headers: {**request.headers, **secret},
    }
    return {name: value for name, value in every.items() if value}


def _python_call(request: Exported) -> str:
    name = request.operation.name
    call = python_call(name)
    if call is None:
        return _generic_call(request, "python")
    if name == "create_speech":
        call = call.replace(".create", ".with_streaming_response.create")
    values = {**_without_brackets(request.params), **_files(request, 'open({}, "rb")')}
    known = known_parameters(name)
    named = {key: value for key, value in values.items() if key in known}
    extra: dict[str, Any] = {key: value for key, value in values.items() if key not in known}
    if _is_set_by_sdk(request):
        extra["encoding_format"] = Code("omit")
    arguments = [literal(value, "python") for value in request.path_values]
    arguments += [f"{key}={literal(value, 'python', 4, len(key) + 1)}" for key, value in named.items()]
    if extra:
        way = "extra_query" if request.operation.body == "none" else "extra_body"
        arguments.append(f"{way}={literal(extra, 'python', 4, len(way) + 1)}")
    return enclosed(f"client.{call}(", arguments, ")", 0, 4, len("stream = "))


def _javascript_call(request: Exported) -> str:
    name = request.operation.name
    call = javascript_call(name)
    if call is None or _is_set_by_sdk(request):
        return _generic_call(request, "javascript")
    values = {**_without_brackets(request.params), **_files(request, "fs.createReadStream({})")}
    arguments = [literal(value, "javascript") for value in request.path_values]
    if values:
        arguments.append(literal(values, "javascript", 0, 40 + len(call)))
    return f"client.{call}({', '.join(arguments)})"


def _generic_call(request: Exported, language: Language) -> str:
    """A call of the path itself, for what the SDK has no method for, or would send differently."""
    path = literal(request.url.removeprefix(request.base_url).partition("?")[0], language)
    if language == "python":
        body = f"body={literal(request.params, language, 4, 5)}"
        return enclosed("client.post(", [path, "cast_to=object", body], ")", 0, 4, len("result = "))
    return f"client.post({path}, {literal({'body': request.params}, language, 0, 40)})"


def _is_set_by_sdk(request: Exported) -> bool:
    """The SDKs ask for base64 embeddings unless told otherwise."""
    return request.operation.name == "create_embedding" and "encoding_format" not in request.params


def _files(request: Exported, opening: str) -> dict[str, Any]:
    opened: dict[str, Any] = {}
    for name, file in request.files:
        code = Code(opening.format(literal(file, "python")))
        if name.endswith("[]"):
            opened.setdefault(name[:-2], []).append(code)
        else:
            opened[name] = code
    return opened


def _without_brackets(params: dict[str, Any]) -> dict[str, Any]:
    """The SDKs name `timestamp_granularities[]` without its brackets, and add them."""
    return {name.removesuffix("[]"): value for name, value in params.items()}
