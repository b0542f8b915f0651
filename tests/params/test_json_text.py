import pytest

from playground.params.json_text import JSONTextError, read_json, same_json, summarise, write_json

# The browser's check says the same in the same words: tests/params/test_browser.py runs these there too.
PROBLEMS = {
    '{"a": 1 "b": 2}': "Line 1, column 9: expected a comma",
    '{\n  "a": 1\n  "b": 2\n}': "Line 3, column 3: expected a comma",
    '{"a" 1}': "Line 1, column 6: expected a colon",
    '{"a": }': "Line 1, column 7: expected a value",
    "[1, 2": "Line 1, column 6: expected a comma",
    "{a: 1}": "Line 1, column 2: expected a name in double quotes",
    "[1] 2": "Line 1, column 5: expected the end of the JSON",
    '["a]': "Line 1, column 2: this string has no closing quote",
    '["a\nb"]': r"Line 1, column 4: write a line break inside a string as \n",
    r'["\d"]': "Line 1, column 3: this backslash starts no known escape",
    "nothing": "Line 1, column 1: expected a value",
}


@pytest.mark.parametrize(("text", "words"), PROBLEMS.items())
def test_says_where_and_what_is_wrong(text, words):
    with pytest.raises(JSONTextError) as raised:
        read_json(text)

    assert str(raised.value) == words


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "1e999", "9" * 5000, "[" * 100_000])
def test_refuses_what_json_cannot_carry(text):
    with pytest.raises(JSONTextError):
        read_json(text)


@pytest.mark.parametrize("value", [0, False, None, "", [], {}, {"ä": ["\n", 1.0, {"b": None}]}, "x" * 100])
def test_reads_back_what_it_wrote(value):
    assert same_json(read_json(write_json(value)), value)


def test_tells_numbers_and_flags_apart():
    assert not same_json(1, True)
    assert not same_json(1, 1.0)
    assert same_json({"a": 1, "b": 2}, {"b": 2, "a": 1})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("two\n words", "two words"),
        (["segment", "word"], "segment, word"),
        ([{"type": "function"}], "1 item"),
        ({"type": "json_object"}, "json_object"),
        ({"a": 1, "b": 2}, "2 keys"),
        ([], "0 items"),
    ],
)
def test_summarises_in_a_few_characters(value, words):
    assert summarise(value) == words
