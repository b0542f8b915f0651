"""Where a long text is cut."""

import pytest

from playground.audio.speech.parts import cut


def test_a_short_text_is_one_part() -> None:
    assert cut("  One.  ") == ["One."]


def test_cuts_after_sentences_and_loses_nothing() -> None:
    text = " ".join(f"Sentence number {number} is said." for number in range(400))
    parts = cut(text)
    assert all(len(part) <= 4096 and part.endswith(".") for part in parts)
    assert " ".join(parts) == text


def test_cuts_after_a_paragraph_first() -> None:
    assert cut("One. Two.\n\nThree. Four.", most=15) == ["One. Two.", "Three. Four."]


@pytest.mark.parametrize("text", ["x" * 10_000, "あ" * 9_000, "。" * 5_000, "word " * 2_000, "«?» " * 3_000])
def test_every_part_fits(text: str) -> None:
    parts = cut(text)
    assert all(0 < len(part) <= 4096 for part in parts)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
