"""What a parameter takes and what it refuses, read off its declaration: (typed text, value to be sent)."""

import json
from collections.abc import Iterator
from typing import Any

from playground.chat.forms import ChatCompletionForm
from playground.params.fields import (
    ChoiceField,
    FlagField,
    IntegerField,
    JSONField,
    ListField,
    NumberField,
    PairsField,
    Param,
    TextField,
    TextOrJSONField,
)

PARAMS = {name: field for name, field in ChatCompletionForm().params.items() if name != "messages"}


def right(field: Param) -> Iterator[tuple[str, Any]]:
    """At least one text that each declared bound, option and preset just takes."""
    match field:
        case FlagField():
            yield from (("true", True), ("false", False))
        case NumberField():
            yield from right_numbers(field)
        case ChoiceField():
            yield from ((word, word) for word in (*field.options, "of tomorrow"))
        case TextField():
            yield "Größe 7 & <b>", "Größe 7 & <b>"
            if field.max_length:
                yield "x" * field.max_length, "x" * field.max_length
        case ListField():
            yield from ((json.dumps(value), value) for value in right_lists(field))
            yield ("END", "END") if field.bare else ("text", ["text"])
        case PairsField():
            yield from ((json.dumps(value), value) for value in right_pairs(field))
        case JSONField():
            presets = [read(text) for _, text in field.widget.presets]
            yield from ((value if isinstance(value, str) else json.dumps(value), value) for value in presets)


def right_numbers(field: NumberField) -> Iterator[tuple[str, Any]]:
    for bound in {field.min, field.max, 0}:
        if bound is not None and (field.min or 0) <= bound:
            yield str(bound), bound
    if not isinstance(field, IntegerField):
        yield "0.25", 0.25


def right_lists(field: ListField) -> Iterator[list[str]]:
    # Sound as a modality needs `audio`, which is a rule of the form.
    yield list(getattr(field.widget, "words", ("a", "b\nc")))[:1]
    if field.max_items:
        yield [f"item {number}" for number in range(field.max_items)]


def right_pairs(field: PairsField) -> Iterator[dict[str, Any]]:
    if field.numbers:
        yield {"50256": field.numbers[0], "0": field.numbers[1], "7": 0.5}
    else:
        key, value = field.max_key or 9, field.max_value or 9
        yield {f"{number:0{key}}": "v" * value for number in range(field.max_items or 3)}
        yield {"empty": ""}


def read(text: str) -> Any:
    return json.loads(text) if text.startswith(("{", "[")) else text


def wrong(field: Param) -> Iterator[str]:
    """Texts just beyond each bound, of another type, and that are no JSON."""
    match field:
        case FlagField():
            yield "perhaps"
        case NumberField():
            yield from (str(bound) for bound in beyond(field.min, field.max))
            yield from ("warm", "0x10", "NaN", "1e999")
            if isinstance(field, IntegerField):
                yield "1.5"
        case TextField():
            if field.max_length:
                yield "x" * (field.max_length + 1)
        case JSONField():
            yield from wrong_json(field)


def beyond(low: float | None, high: float | None) -> Iterator[float]:
    if low is not None:
        yield low - 1
    if high is not None:
        yield high + 1


def wrong_json(field: JSONField) -> Iterator[str]:
    yield '{"a": ' if field.kind is dict else '["a", '
    if field.kind is dict:
        yield '["a list"]'
    elif field.kind is list:
        yield '{"an": "object"}'
    if not isinstance(field, TextOrJSONField):
        yield from ("text", "7")
    if field.max_items:
        item = [{"type": "custom"}] if not isinstance(field, ListField) else ["a"]
        many = {str(number): "v" for number in range(field.max_items + 1)}
        yield json.dumps(many if field.kind is dict else item * (field.max_items + 1))
    if isinstance(field, ListField):
        yield "[1]"
    if isinstance(field, PairsField):
        yield from map(json.dumps, wrong_pairs(field))


def wrong_pairs(field: PairsField) -> Iterator[dict[str, Any]]:
    if field.numbers:
        yield from ({"50256": bound} for bound in (*beyond(*field.numbers), "1", None, True))
        yield {"word": 1}
    else:
        yield from ({"k": value} for value in (1, None, {"nested": "no"}))
    if field.max_key:
        yield {"k" * (field.max_key + 1): "v"}
    if field.max_value:
        yield {"k": "v" * (field.max_value + 1)}


def needed(field: Param) -> dict[str, str]:
    """What else must be typed so that this parameter is taken."""
    if field.needs is None:
        return {}
    return {field.needs.param: field.needs.texts[0] if field.needs.texts else "x"}


def needed_params(field: Param) -> dict[str, Any]:
    return {name: read(text) if text != "true" else True for name, text in needed(field).items()}
