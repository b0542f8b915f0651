import pytest

from playground.prompts.variables import escaped, filled, names

HOSTILE = (
    "\"quotes\" and 'quotes'",
    "{{other}} {{ city }} }} {{",
    "two\nlines\r\nand \\ backslashes \\{{city}} \\1 \\g<0>",
    "</script><script>alert(1)</script>",
    "{% csrf_token %} ${x} %(city)s \u2028 😀",
)


def said(text: str) -> dict:
    return {"messages": [{"role": "user", "content": text}]}


def text(params: dict) -> str:
    return params["messages"][0]["content"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{{city}} and {{ city }} and {{\tland\t}}", ["city", "land"]),
        ("{{a-b}} {{a_b}} {{2nd}} {{straße}} {{都市}}", ["a-b", "a_b", "2nd", "straße", "都市"]),
        ("{{}} {{ }} {{a b}} {{a.b}} {a} {{a} }} {{\na}}", []),
        ("\\{{city}} {{{deep}}}", ["deep"]),
    ],
)
def test_finds_names(written: str, found: list[str]) -> None:
    assert names(said(written)) == found


def test_looks_into_parts_and_structures_but_not_into_keys_and_plain_parameters() -> None:
    params = {
        "model": "{{model}}",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "{{a}}"}]}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "{{b}}", "{{key}}": 1}},
        "tools": [{"type": "function", "function": {"name": "f", "description": "{{c}}"}}],
    }
    assert names(params) == ["a", "b", "c"]
    sent = filled(params, {"a": "1", "b": "2", "c": "3", "key": "x", "model": "x"})
    assert sent["model"] == "{{model}}"
    assert sent["response_format"]["json_schema"] == {"name": "2", "{{key}}": 1}


@pytest.mark.parametrize("value", HOSTILE)
def test_inserts_a_value_as_it_is_and_only_once(value: str) -> None:
    params = filled(said("<{{city}}> [{{ city }}] {{other}}"), {"city": value, "other": "{{city}}"})
    assert text(params) == f"<{value}> [{value}] {{{{city}}}}"


def test_sends_what_is_escaped_and_what_has_no_value_as_characters() -> None:
    assert text(filled(said("\\{{city}} {{land}}"), {"city": "Lima"})) == "{{city}} {{land}}"


@pytest.mark.parametrize("value", [*HOSTILE, "{{city}}", "\\{{city}}", "\\\\{{city}}", "{{{city}}}"])
def test_escapes_so_that_the_same_is_sent(value: str) -> None:
    assert names(escaped(said(value))) == []
    assert filled(escaped(said(value)), {"city": "x", "other": "y"}) == said(value)
