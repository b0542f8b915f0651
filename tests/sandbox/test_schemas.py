import json
from random import Random

import jsonschema
import pytest

from playground.sandbox.instances import Unsatisfiable, instance_of
from playground.sandbox.strings import Hints

NODE = {"type": "object", "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}}
NODE |= {"required": ["next"], "additionalProperties": False}
SCHEMAS = [
    {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "required": ["a"],
        "additionalProperties": False,
    },
    {"type": "integer", "minimum": 5, "exclusiveMaximum": 7},
    {"type": "integer", "maximum": -1000},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.01},
    {"type": "number", "multipleOf": 0.25, "minimum": 3},
    {"type": "integer", "multipleOf": 7, "minimum": 10, "maximum": 20},
    {"type": "string", "pattern": "^[A-Z]{2}-\\d{3,4}$"},
    {"type": "string", "pattern": "^(red|green)(, (red|green))*$"},
    {"type": "string", "minLength": 50, "maxLength": 60},
    {"type": "string", "maxLength": 3},
    {"type": "string", "format": "date-time"},
    {"type": "string", "enum": ["x", "y"]},
    {"const": {"a": [1, None]}},
    {"type": ["string", "null"]},
    {"type": "array", "items": {"type": "integer"}, "minItems": 4, "uniqueItems": True},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "boolean"}], "items": False},
    {"type": "array", "contains": {"const": 3}, "maxItems": 4},
    {"anyOf": [{"type": "integer", "minimum": 3}, {"type": "boolean"}]},
    {"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 1e6}]},
    {
        "allOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"required": ["b"]}],
        "type": "object",
    },
    {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 3},
    {"type": "object", "properties": {"kind": {"const": "a"}}, "required": ["kind", "other"]},
    {"$defs": {"node": NODE}, "$ref": "#/$defs/node"},
    {"type": "object", "properties": {"when": {"type": "string", "format": "date"}, "n": {"type": "number"}}},
    {"type": "boolean"},
    {"type": "null"},
    {},
]
# Lists in lists, each of ten.
crowd: dict = {}
for _ in range(20):
    crowd = {"type": "array", "minItems": 10, "items": crowd}
IMPOSSIBLE = [
    {"type": "integer", "minimum": 5, "maximum": 3},
    {"$ref": "https://example.com/elsewhere.json"},
    {"$ref": "#"},
    {"type": "string", "pattern": "(", "minLength": 3},
    {"enum": []},
    {"not": {}},
    {"type": "array", "minItems": 1e300},
    {"type": "string", "pattern": "((((a{1000}){1000}){1000}){1000})"},
    {"type": "string", "pattern": "a{99999999999}"},
    crowd,
]
# What `re` would search for years: an instance is made, the pattern not checked.
LINE = "a" * 60 + "!"
SLOW = [
    {"enum": [LINE], "pattern": "(a+)+$"},
    {"enum": [LINE], "pattern": "(a|aa)+$"},
    {"enum": [LINE * 90], "pattern": "a*a*a*a*b"},
    {"required": [LINE], "patternProperties": {"(a+)+$": {"type": "integer"}}, "additionalProperties": {}},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: json.dumps(schema)[:60])
@pytest.mark.parametrize("seed", range(3))
def test_finds_an_instance(schema, seed):
    hints = Hints.of("Book 6 seats to Oslo and Rome for Ada", ("seats", "Oslo"))
    value = instance_of(schema, hints, Random(seed))
    jsonschema.Draft202012Validator(schema).validate(value)
    json.dumps(value, allow_nan=False)


@pytest.mark.parametrize("schema", IMPOSSIBLE, ids=lambda schema: json.dumps(schema)[:60])
def test_gives_up_on_the_impossible(schema):
    with pytest.raises(Unsatisfiable):
        instance_of(schema, Hints(), Random(1))


@pytest.mark.parametrize("schema", SLOW, ids=lambda schema: json.dumps(schema)[-60:])
def test_is_not_held_by_a_pattern(schema):
    assert LINE in str(instance_of(schema, Hints(), Random(1)))


async def test_answers_in_a_json_schema(chat):
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1, "maximum": 14}},
        "required": ["city", "days"],
        "additionalProperties": False,
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "trip", "schema": schema, "strict": True}}
    answer = await chat("Plan 4 days in Lisbon", response_format=wanted)
    assert json.loads(answer.text) == {"city": "Lisbon", "days": 4}


async def test_refuses_in_words_when_no_instance_is_found(chat):
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"not": {}}}}
    message = (await chat(response_format=wanted)).message
    assert "no instance" in message["refusal"]
