"""Answers against schemas, hostile ones among them."""

import json
import time
from typing import Any

import pytest

from playground.library.fitting import fit

PRICES = {
    "type": "object",
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"price": {"type": "number"}},
                "required": ["price"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["items"],
}


@pytest.mark.parametrize(
    ("value", "pointer", "words"),
    [
        ({"items": [{"price": 1}, {"price": 2}, {"price": "3"}]}, "/items/2/price", "must be a number"),
        ({"items": [{"prize": 1}]}, "/items/0", 'must have "price"'),
        ({"items": [{"price": 1, "tax": 2}]}, "/items/0/tax", "is not in the schema"),
        ({}, "", 'must have "items"'),
        ([], "", "must be an object"),
        ({"items": [{"price": "a"}, {"price": "b"}]}, "/items/0/price", "must be a number"),
    ],
)
def test_names_the_first_place_that_does_not_fit(value: Any, pointer: str, words: str) -> None:
    found = fit(json.dumps(value), PRICES)
    assert (found.fits, found.pointer, found.words) == (False, pointer, words)


def test_says_that_an_answer_fits() -> None:
    assert fit('{"items": [{"price": 1.5}]}', PRICES).fits is True


def test_says_where_an_answer_is_no_json() -> None:
    found = fit('{"items": [}', PRICES)
    assert (found.fits, found.place, found.words) == (False, None, "Line 1, column 12: expected a value")


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "http://127.0.0.1:1/schema.json"},
        {"$ref": "file:///etc/passwd"},
        {"$ref": "#/$defs/missing"},
        {"type": "nonsense"},
        {"pattern": "("},
        {"properties": 5},
    ],
)
def test_says_that_it_cannot_tell_by_a_schema_that_leads_nowhere(schema: Any) -> None:
    found = fit('"a"', schema)
    assert found.fits is None
    assert found.words


def test_gives_up_on_a_pattern_that_never_ends_and_goes_on_afterwards() -> None:
    began = time.monotonic()
    found = fit(json.dumps("a" * 60), {"pattern": "^(a|a)*b$"})
    assert found.fits is None
    assert "too long" in found.words
    assert time.monotonic() - began < 60
    assert fit('"a"', {"type": "string"}).fits is True
