import pytest

from playground.runs.gauge import Gauge


@pytest.mark.parametrize(
    ("readings", "rate"),
    [
        ([(300, 0)], None),
        ([(300, 40)], None),
        ([(300, 40), (800, 240)], None),
        ([(300, 40), (1300, 440)], 100),
        # What is thought before the first text takes its time, and is no slow text.
        ([(300, 0), (9000, 40), (11_000, 440)], 50),
    ],
)
def test_estimates_tokens_a_second_since_the_first_text(
    readings: list[tuple[int, int]], rate: float | None
) -> None:
    gauge = Gauge()
    for ms, length in readings:
        gauge.read(ms, length)
    assert gauge.rate == rate
