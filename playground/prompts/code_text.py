"""What an SDK is given in code: keyword arguments of Python, an object of JavaScript."""

import ast
import json
import re
from typing import Any

from playground.params.json_text import JSONTextError, read_json

TOKENS = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)
    |(?P<trailing>,(?=\s*[}\]]))
    |(?P<key>[A-Za-z_$][\w$]*)(?=\s*:)
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0", "\n": ""}
OPEN = re.compile(r"[{\[]")


def read_code(text: str) -> Any:
    """The request in the code, None when there is none that can be read without running it."""
    found = read_python(text)
    return read_javascript(text) if found is None else found


def read_python(text: str) -> Any:
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        try:
            if isinstance(node, ast.Call) and node.keywords:
                return {each.arg: ast.literal_eval(each.value) for each in node.keywords if each.arg}
            if isinstance(node, ast.Dict):
                return ast.literal_eval(node)
        except (ValueError, TypeError, RecursionError, SyntaxError):
            continue
    return None


def read_javascript(text: str) -> Any:
    """The first object or list, with the keys, quotes, commas and comments that JavaScript allows."""
    if not (start := OPEN.search(text)):
        return None
    as_json = TOKENS.sub(strict, text[start.start() :])
    for end in ends(as_json):
        try:
            return read_json(as_json[:end])
        except JSONTextError:
            continue
    return None


def strict(token: re.Match[str]) -> str:
    if token["comment"] or token["trailing"]:
        return ""
    if token["key"]:
        return f'"{token["key"]}"'
    string = token["string"]
    return string if string[0] == '"' else quoted(string[1:-1])


def quoted(inner: str) -> str:
    def character(match: re.Match[str]) -> str:
        if match[1].startswith("u"):
            return chr(int(match[1][1:], 16))
        return ESCAPES.get(match[1], match[1])

    return json.dumps(re.sub(r"\\(u[0-9a-fA-F]{4}|.)", character, inner, flags=re.DOTALL))


def ends(text: str) -> list[int]:
    """Where the value may end: after the closing brackets that end the text."""
    last = [match.end() for match in re.finditer(r"[}\]]", text)]
    return last[:-4:-1]
