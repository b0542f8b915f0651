"""JSON as a person types it: read with errors that say where and what, written back the same way."""

import json
import math
import re
from typing import Any

from playground.openai.parsing import is_deep

WORDS = (
    (r"',' delimiter", "expected a comma"),
    (r"':' delimiter", "expected a colon"),
    (r"Expecting value", "expected a value"),
    (r"property name", "expected a name in double quotes"),
    (r"Extra data", "expected the end of the JSON"),
    (r"Unterminated string", "this string has no closing quote"),
    (r"control character", r"write a line break inside a string as \n"),
    (r"\\escape|\\u", "this backslash starts no known escape"),
    (r"trailing comma", "a comma stands before the end"),
)


# Half of a surrogate pair alone (a pair, or a backslash before it, is [1]): no page, database or request carries it.
HALVES = re.compile(
    r"(\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


class JSONTextError(ValueError):
    """The text is not JSON; the message is a sentence for a person: "Line 3, column 7: expected a comma"."""


def read_json(text: str) -> Any:
    """The value that strict JSON text stands for. Raises JSONTextError with line and column."""
    try:
        value = json.loads(HALVES.sub(whole, text), parse_constant=refuse_constant, parse_float=finite)
    except json.JSONDecodeError as error:
        words = next((words for pattern, words in WORDS if re.search(pattern, error.msg)), error.msg)
        raise JSONTextError(f"Line {error.lineno}, column {error.colno}: {words}") from None
    except JSONTextError:
        raise
    except ValueError:
        raise JSONTextError("A number has too many digits") from None
    except RecursionError:
        raise JSONTextError("The JSON is nested too deeply") from None
    if is_deep(value, text):
        raise JSONTextError("The JSON is nested too deeply")
    return value


def whole(found: re.Match[str]) -> str:
    return found[1] or r"\ufffd"


def refuse_constant(word: str) -> None:
    raise JSONTextError(f"JSON has no {word}: write a number, or the word in double quotes")


def finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise JSONTextError(f"{digits} is too large a number")
    return number


def write_json(value: Any) -> str:
    """The value as JSON text: on one line while it is short, else indented."""
    line = json.dumps(value, ensure_ascii=False)
    return line if len(line) <= 48 else json.dumps(value, ensure_ascii=False, indent=2)


def same_json(one: Any, other: Any) -> bool:
    """Whether both are the same on the wire: 1 is neither 1.0 nor true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def summarise(value: Any) -> str:
    """A value in a few characters, for the state beside its label."""
    match value:
        case str():
            return " ".join(value.split())[:40]
        case list() if value and all(isinstance(item, str) for item in value):
            return summarise(", ".join(value))
        case list():
            return f"{len(value)} item{'' if len(value) == 1 else 's'}"
        case {"type": str(kind)}:
            return kind[:40]
        case dict():
            return f"{len(value)} key{'' if len(value) == 1 else 's'}"
    return json.dumps(value)
