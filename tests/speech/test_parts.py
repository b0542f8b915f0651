"""Where a long text is cut."""

import json
import re
from html import unescape
from unittest.mock import MagicMock

import pytest

from playground.audio.speech import snippets
from playground.audio.speech.parts import cut
from playground.runs.models import Run


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


def test_the_code_of_a_long_text_sends_every_part() -> None:
    params = {"model": "m", "voice": "alloy", "instructions": 'Like "speech.mp3"', "response_format": "wav"}
    run = Run(operation="create_speech", params=params)
    curl, python, javascript = (
        unescape(re.sub("<[^>]+>", "", code["html"])) for code in snippets.codes(run, ["One.", 'Two "x".'])
    )
    assert [json.loads(body)["input"] for body in re.findall(r"-d '(.+?)'", curl, re.DOTALL)] == [
        "One.",
        'Two "x".',
    ]
    assert "--output speech-1.wav" in curl
    assert "--output speech-2.wav" in curl
    client = MagicMock()
    exec(python.replace("from openai import OpenAI", ""), {"OpenAI": lambda **_: client})
    create = client.audio.speech.with_streaming_response.create
    assert [call.kwargs["input"] for call in create.call_args_list] == ["One.", 'Two "x".']
    written = create.return_value.__enter__.return_value.stream_to_file
    assert [call.args for call in written.call_args_list] == [("speech-1.wav",), ("speech-2.wav",)]
    assert "input: part," in javascript
    assert "writeFile(`speech-${index + 1}.wav`, audio);" in javascript
