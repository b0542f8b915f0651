"""What stands under a schema's editor: whether it is a JSON Schema, where not, and what strict wants of it."""

from dataclasses import dataclass, field
from typing import Any

from playground.params.json_text import JSONTextError, read_json

from . import places, strict

LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Findings:
    """`problem` is why the schema cannot be kept; `advice` is what strict would refuse, one by one."""

    schema: Any = None
    problem: str = ""
    advice: list[str] = field(default_factory=list)


def findings(text: str, *, is_strict: bool) -> Findings:
    """What there is to say about the schema as typed; nothing about an empty one."""
    if not text.strip():
        return Findings()
    if len(text) > LONGEST:
        return Findings(problem=f"It must be {LONGEST} characters or shorter: it has {len(text)}")
    try:
        schema = read_json(text)
    except JSONTextError as error:
        return Findings(problem=f"This is not JSON. {error}")
    if not isinstance(schema, dict):
        return Findings(problem="The schema must be an object: { … }")
    if problem := schema_problem(schema, text):
        return Findings(schema, problem)
    return Findings(schema, advice=strict.advice(schema) if is_strict else [])


def schema_problem(schema: dict[str, Any], text: str) -> str:
    # Here, as its library is large and mostly not needed.
    from . import violations

    found = violations.schema_in(schema)
    if found is None:
        return ""
    if "problem" in found:
        return str(found["problem"])
    where = places.pointer(found["place"]) or "the top level"
    return f"Line {places.line(text, found['place'])}: {where} {found['words']}"
