"""Fields that hold nothing are drawn once and shown again: nothing of one page may show on another."""

from playground.chat.forms import ChatCompletionForm


def drawn(field: str, models_url: str = "", **initial: str) -> str:
    return ChatCompletionForm(initial=initial, models_url=models_url)[field].as_field_group()


def test_shows_the_same_again() -> None:
    assert drawn("temperature", model="gpt-4.1") == drawn("temperature", model="gpt-4.1")


def test_tells_models_apart() -> None:
    assert "not for this model" in drawn("temperature", model="o3")
    assert "not for this model" not in drawn("temperature", model="gpt-4.1")


def test_sees_what_another_field_holds() -> None:
    assert "needs logprobs" in drawn("top_logprobs")
    assert "needs logprobs" not in drawn("top_logprobs", logprobs="true")


def test_shows_a_value_only_where_it_is() -> None:
    assert "4242" in drawn("seed", seed="4242")
    assert "4242" not in drawn("seed")


def test_asks_each_connection_for_its_own_models() -> None:
    assert 'hx-get="/one/"' in drawn("model", "/one/")
    assert 'hx-get="/two/"' in drawn("model", "/two/")


def test_shows_an_error_only_where_it_is() -> None:
    before = drawn("stop")
    posted = ChatCompletionForm({"stop": "[1"})
    assert posted["stop"].errors
    assert posted["stop"].as_field_group() != before == drawn("stop")
