"""Whether an answer, or a call's arguments, fit the schema that was asked for."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from playground.params.json_text import JSONTextError, read_json

from .places import pointer
from .worker import TookTooLong, worker

# Longer ones are not checked: what would one do with the place of a violation in them?
LONGEST = 500_000


@dataclass(frozen=True, slots=True)
class Fit:
    """`fits` is None where nobody can say; `words` tell what is wrong, `place` where, None when it is no JSON."""

    fits: bool | None
    words: str = ""
    place: tuple[str | int, ...] | None = None

    @property
    def pointer(self) -> str:
        return pointer(self.place or ())


def fit(text: str, schema: Any) -> Fit:
    """How the JSON text fits the schema. May take some seconds: call it in a thread."""
    if len(text) > LONGEST:
        return Fit(None, "It is too long to be checked")
    try:
        value = read_json(text)
    except JSONTextError as error:
        return Fit(False, str(error))
    try:
        return examined(json.dumps(schema), json.dumps(value))
    except TookTooLong:
        return Fit(None, "The schema takes too long to check")


@lru_cache(maxsize=64)
def examined(schema: str, value: str) -> Fit:
    found = worker.violation(json.loads(schema), json.loads(value))
    if found is None:
        return Fit(True)
    if problem := found.get("problem"):
        return Fit(None, problem)
    return Fit(False, found["words"], tuple(found["place"]))
