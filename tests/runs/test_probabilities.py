import math

import pytest
from django.template.loader import render_to_string

from playground.runs.probabilities import numbers, text_until, tokens_of


def rated(*tokens, kind="content"):
    return {"logprobs": {kind: list(tokens)}}


def item(text, logprob=-0.1, raw=None, top=()):
    return {"token": text, "logprob": logprob, "bytes": raw, "top_logprobs": list(top)}


def heat(tokens):
    context = {"window": tokens, "found": numbers(tokens), "alternatives": "[]", "url": "/", "last": 1}
    return render_to_string("runs/_heat.html", context)


def test_bytes_of_one_emoji_say_which_part_they_are():
    raw = "😀".encode()
    tokens = tokens_of(
        rated(item("Hi"), item("\\xf0", raw=[*raw[:2]]), item("\\x9f", raw=[*raw[2:]]), item("!"))
    )
    assert [token.shown for token in tokens] == ["Hi", "😀1/2", "😀2/2", "!"]
    assert tokens[1].hex == "f0 9f"
    assert text_until(tokens, 2) == "Hi😀"


def test_bytes_that_are_no_character_are_shown_as_bytes():
    tokens = tokens_of(rated(item("?", raw=[255]), item("a")))
    assert [token.shown for token in tokens] == ["ff", "a"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\n", "⏎"), ("  ", "␣␣"), ("\t", "⇥"), ("", "∅"), ("\u202e", "\\u202e"), (" a", " a")],
)
def test_what_has_no_ink_is_visible(text, shown):
    assert tokens_of(rated(item(text)))[0].shown == shown


def test_a_hostile_token_stays_text():
    html = heat(tokens_of(rated(item('<img src=x onerror="x">'), item("</script>"))))
    assert "<img" not in html
    assert html.count("</script>") == 1


@pytest.mark.parametrize(
    "choice",
    [{}, {"logprobs": None}, {"logprobs": {"content": 3}}, {"logprobs": {"content": [None]}}],
)
def test_an_answer_without_probabilities_has_no_tokens(choice):
    assert tokens_of(choice) == []


def test_a_refusal_has_tokens_too():
    assert tokens_of(rated(item("No"), kind="refusal"))[0].text == "No"


def test_steps_and_numbers_follow_the_probabilities():
    tokens = tokens_of(rated(item("a", 0.0), item("b", math.log(0.5)), item("c", math.log(0.01))))
    assert [token.step for token in tokens] == [5, 3, 0]
    found = numbers(tokens)
    assert found.least[0].text == "c"
    assert found.perplexity == pytest.approx((1 / 0.005) ** (1 / 3))


def test_goes_on_with_an_alternative():
    tokens = tokens_of(rated(item("The"), item(" cat", top=[item(" cat"), item(" dog")]), item(" sat")))
    assert text_until(tokens, 1, 1) == "The dog"
    with pytest.raises(IndexError):
        text_until(tokens, 3)


def legacy(tokens, logprobs, top=None):
    return tokens_of({"logprobs": {"tokens": tokens, "token_logprobs": logprobs, "top_logprobs": top}})


def test_a_text_completion_has_four_lists_for_its_tokens():
    tokens = legacy([" sea", "\n"], [-0.5, -2.0], [{" sea": -0.5, " sun": -1.0}, None])
    assert [(token.text, token.logprob) for token in tokens] == [(" sea", -0.5), ("\n", -2.0)]
    assert [token.text for token in tokens[0].alternatives] == [" sea", " sun"]
    assert text_until(tokens, 0, 1) == " sun"


def test_a_part_of_a_character_is_written_as_bytes_in_text_completions():
    tokens = legacy(["bytes:\\xf0\\x9f", "bytes:\\x98\\x80"], [-0.1, -0.2])
    assert [token.shown for token in tokens] == ["😀1/2", "😀2/2"]
    assert text_until(tokens, 1) == "😀"


def test_the_first_token_of_an_echo_is_not_rated():
    first, second = legacy(["One", " day"], [None, -1.0])
    assert (first.percent, first.step) == ("not rated", 5)
    assert numbers([first, second]).count == 1
    assert numbers([first, second]).least == [second]


@pytest.mark.parametrize("odd", [([None], [-1.0], [3]), (["a"], "high", None), (["a"], [], {"a": 1})])
def test_odd_lists_are_read_as_far_as_they_go(odd):
    assert len(legacy(*odd)) == 1
