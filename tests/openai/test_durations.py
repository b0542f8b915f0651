import pytest

from playground.openai.durations import milliseconds


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 ms"),
        (999, "999 ms"),
        (1430, "1.4 s"),
        (59_940, "59.9 s"),
        (59_990, "1 min 0 s"),
        (185_400, "3 min 5 s"),
    ],
)
def test_says_a_duration_as_short_as_it_goes(value: int, words: str) -> None:
    assert milliseconds(value) == words
