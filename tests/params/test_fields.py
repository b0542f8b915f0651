import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from playground.params import fields


def declared(field, /, **options):
    return field(name="it", help="Help", **options)


STRING_OR_LIST = declared(fields.ListField, max_items=4, bare=True)
LIST = declared(fields.ListField)
BARE = declared(fields.TextOrJSONField, kind=dict)
METADATA = declared(fields.PairsField, max_items=2, max_key=3, max_value=4)
BIAS = declared(fields.PairsField, numbers=(-100, 100))
NUMBER = declared(fields.NumberField, min=0, max=2)
INTEGER = declared(fields.IntegerField, min=1, words=("inf",))
FLAG = declared(fields.FlagField)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (declared(fields.TextField), "a\r\nb ", "a\nb "),
        (declared(fields.ModelField), " gpt-4.1 ", "gpt-4.1"),
        (NUMBER, "0", 0),
        (NUMBER, " 0.7 ", 0.7),
        (NUMBER, "1e-1", 0.1),
        (INTEGER, "42", 42),
        (INTEGER, "inf", "inf"),
        (FLAG, "false", False),
        (FLAG, "True", True),
        (declared(fields.ChoiceField, options=("low", "high")), "ultra", "ultra"),
        (STRING_OR_LIST, "a", "a"),
        (STRING_OR_LIST, '"\\n"', "\n"),
        (STRING_OR_LIST, '["a", "b"]', ["a", "b"]),
        (STRING_OR_LIST, ["a", "b"], ["a", "b"]),
        (LIST, "a", ["a"]),
        (LIST, "[]", []),
        (BARE, "auto", "auto"),
        (BARE, '{"type": "function"}', {"type": "function"}),
        (METADATA, '{"k": "v"}', {"k": "v"}),
        (BIAS, '{"50256": -100}', {"50256": -100}),
        (declared(fields.JSONField), "{}", {}),
        (declared(fields.JSONField), "null", None),
    ],
)
def test_reads_what_was_typed(field, typed, value):
    read = field.clean(typed)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("field", [NUMBER, INTEGER, FLAG, STRING_OR_LIST, BARE, METADATA, BIAS])
@pytest.mark.parametrize("typed", ["", "  ", None])
def test_takes_nothing_typed_as_not_sent(field, typed):
    assert field.clean(typed) is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (NUMBER, "2.01", "it must be 2 or less"),
        (NUMBER, "-1", "it must be 0 or more"),
        (NUMBER, "warm", "it must be a number, such as 0.7"),
        (NUMBER, "nan", "it must be a number, such as 0.7"),
        (declared(fields.NumberField), "1e999", "it is too large a number"),
        (INTEGER, "1.5", "it must be a whole number, such as 42"),
        (INTEGER, "0", "it must be 1 or more"),
        (FLAG, "perhaps", "it must be true or false"),
        (declared(fields.TextField, max_length=3), "four", "it must be 3 characters or fewer: it has 4"),
        (declared(fields.ChoiceField, options=("a", "b"), strict=True), "c", "it must be one of a, b"),
        (STRING_OR_LIST, '["1","2","3","4","5"]', "it takes at most 4 items: it has 5"),
        (STRING_OR_LIST, '["a", 1]', "it takes strings only: put item 2 in double quotes"),
        (STRING_OR_LIST, "[", "it is not JSON. Line 1, column 2: expected a value"),
        (BARE, "[1]", "it must be an object: { … }"),
        (METADATA, "[]", "it must be an object: { … }"),
        (METADATA, '{"a":"","b":"","c":""}', "it takes at most 2 items: it has 3"),
        (METADATA, '{"long":"v"}', "it keys must be 3 characters or fewer: “long…” has 4"),
        (METADATA, '{"k":"value"}', "it values must be 4 characters or fewer: “k” has 5"),
        (METADATA, '{"k":1}', "it takes strings only: put the value of “k” in double quotes"),
        (BIAS, '{"word":1}', "it keys must be token ids, such as 50256: “word” is none"),
        (BIAS, '{"1":101}', "it of token 1 must be a number from -100 to 100"),
        (BIAS, '{"1":true}', "it of token 1 must be a number from -100 to 100"),
    ],
)
def test_says_how_to_mend_what_it_refuses(field, typed, words):
    with pytest.raises(ValidationError) as raised:
        field.clean(typed)

    assert raised.value.messages == [words]


@pytest.mark.parametrize(
    "value", ["a", " a ", "[", '"quoted"', "{", "\n", ["a"], ["a", "\n"], [], ["ä", '"', "\\n"]]
)
def test_holds_every_string_or_list(value):
    assert STRING_OR_LIST.holds(value)
    assert STRING_OR_LIST.clean(STRING_OR_LIST.to_text(value)) == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (NUMBER, None),
        (NUMBER, 3),
        (NUMBER, True),
        (NUMBER, "1"),
        (FLAG, 1),
        (LIST, "a"),
        (METADATA, 1),
    ],
)
def test_does_not_hold_what_would_go_out_differently(field, value):
    assert not field.holds(value)


def test_takes_a_posted_file_or_the_name_of_a_stored_one():
    field = declared(fields.FileField, max_size=1024)
    posted, stored = SimpleUploadedFile("a.mp3", b"ID3"), {"file": str(uuid.uuid4())}

    assert field.clean(posted) is posted
    assert field.holds(stored)
    with pytest.raises(ValidationError, match="names no stored file"):
        field.clean("../etc/passwd")


def test_meets_a_need_by_presence_or_value():
    assert fields.Needs("logprobs", (True,)).met_by({"logprobs": True})
    assert not fields.Needs("logprobs", (True,)).met_by({"logprobs": False})
    assert fields.Needs("functions").met_by({"functions": []})
    assert not fields.Needs("functions").met_by({})
    assert str(fields.Needs("format", ("jpeg", "webp"))) == "format: jpeg or webp"
