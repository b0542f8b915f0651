import base64
import json

import pytest

from playground.sandbox.audio import label

from .recordings import PARK, converted, spoken, tagged, upload, wav

TWO = f"{PARK} Please open the window!"


@pytest.fixture
def hear(post_form):
    async def send(data, *, model="sandbox-transcribe", to="transcriptions", name="speech.wav", **fields):
        return await post_form(f"/audio/{to}", file=upload(data, name), model=model, **fields)

    return send


def events_of(answer):
    return [json.loads(line.split("data: ")[1]) for line in answer.content.decode().split("\n\n") if line]


async def test_hears_words_that_nobody_told_it(hear):
    answer = await hear(wav(spoken()))
    words = answer.json["text"].split()
    assert len({"going", "park", "tomorrow", "morning"} & set(words)) >= 3
    assert "small recogniser" in answer.headers["x-sandbox-note"]


@pytest.mark.parametrize("format", ["mp3", "opus", "aac", "flac", "wav"])
async def test_knows_what_it_spoke_itself(hear, format):
    text = 'She said: "Où est Zoë?" \\ 100 % — and\nleft 😀.'
    answer = await hear(tagged(format, text), name=f"speech.{format}")
    assert answer.json["text"] == text
    assert "exact" in answer.headers["x-sandbox-note"]


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("webm", "libopus"),
        ("ipod", "aac"),
        ("mp4", "aac"),
        ("ogg", "libopus"),
        ("flac", "flac"),
        ("mov", "aac"),
    ],
)
async def test_knows_its_speech_in_another_container(hear, container, codec):
    assert (await hear(converted(tagged("mp3"), container, codec))).json["text"] == PARK


@pytest.mark.parametrize(
    "comment",
    ["My own comment", label.MARK, label.sealed(PARK)[:-2], f"{label.MARK} (0000): {json.dumps(PARK)}"],
)
async def test_believes_no_comment_of_others(hear, comment):
    answer = await hear(converted(wav(bytes(48_000)), "ogg", "libopus", {"comment": comment}))
    assert "heard no words" in answer.json["text"]


async def test_hears_the_sound_of_a_film(hear):
    data = converted(wav(spoken()), "matroska", "libopus")
    assert "park" in (await hear(data, name="film.mp4")).json["text"]


async def test_tells_when_each_word_was_said(hear):
    fields = {"response_format": "verbose_json", "timestamp_granularities[]": ["word", "segment"]}
    for data in (wav(spoken()), tagged("wav")):
        answer = (await hear(data, **fields)).json
        assert answer["duration"] == pytest.approx(len(spoken()) / 48_000, abs=0.05)
        times = [time for word in answer["words"] for time in (word["start"], word["end"])]
        assert times == sorted(times)
        assert 0 <= times[0] < times[-1] <= answer["duration"] + 0.05
        assert len(answer["words"]) > 5
        [segment] = answer["segments"]
        assert segment["text"] == answer["text"]
        assert segment["avg_logprob"] < 0
        assert 0 <= segment["no_speech_prob"] <= 1
        assert segment["tokens"]


async def test_tells_only_the_times_asked_for(hear):
    data, fields = tagged("mp3"), {"response_format": "verbose_json"}
    assert "words" not in (await hear(data, **fields)).json
    only_words = (await hear(data, **fields, **{"timestamp_granularities[]": ["word"]})).json
    assert "segments" not in only_words
    assert [word["word"] for word in only_words["words"]] == PARK.split()


async def test_writes_text_and_subtitles(hear):
    data = tagged("mp3", TWO)
    answers = {f: await hear(data, model="whisper-1", response_format=f) for f in ("text", "srt", "vtt")}
    assert {answer.headers["content-type"] for answer in answers.values()} == {"text/plain; charset=utf-8"}
    texts = {format: answer.content.decode() for format, answer in answers.items()}
    assert texts["text"] == TWO + "\n"
    assert texts["srt"].startswith("1\n00:00:00,0")
    assert f"\n{PARK}\n\n2\n00:00:0" in texts["srt"]
    assert texts["vtt"].startswith("WEBVTT\n\n00:00:00.0")
    assert " --> 00:00:0" in texts["vtt"]


async def test_says_who_speaks(hear):
    low, high = spoken(PARK, "cedar"), spoken(PARK, "alloy")
    answer = (await hear(wav(low + bytes(48_000) + high), response_format="diarized_json")).json
    assert [segment["speaker"] for segment in answer["segments"]] == ["A", "B"]
    assert answer["segments"][0]["end"] <= answer["segments"][1]["start"]


async def test_knows_speakers_it_was_told_of(hear):
    text = f"{PARK} {PARK}"
    url = f"data:audio/wav;base64,{base64.b64encode(wav(spoken(text, 'shimmer'))).decode()}"
    answer = await hear(
        wav(spoken(PARK, "shimmer")),
        model="gpt-4o-transcribe-diarize",
        response_format="diarized_json",
        chunking_strategy="auto",
        **{"known_speaker_names[]": ["Ada"], "known_speaker_references[]": [url]},
    )
    assert {segment["speaker"] for segment in answer.json["segments"]} == {"Ada"}


async def test_streams_words_then_the_whole(hear):
    answer = await hear(
        wav(spoken()), model="gpt-4o-transcribe", stream="true", **{"include[]": ["logprobs"]}
    )
    *deltas, done = events_of(answer)
    assert {event["type"] for event in deltas} == {"transcript.text.delta"}
    assert done["type"] == "transcript.text.done"
    assert "".join(event["delta"] for event in deltas) == done["text"]
    assert [event["logprobs"][0] for event in deltas] == done["logprobs"]
    assert all(entry["logprob"] < 0 for entry in done["logprobs"])
    assert done["usage"]["type"] == "tokens"


async def test_streams_speakers(hear):
    events = events_of(await hear(tagged("mp3", TWO), response_format="diarized_json", stream="true"))
    segments = [event for event in events if event["type"] == "transcript.text.segment"]
    assert [segment["text"] for segment in segments] == [PARK, "Please open the window!"]
    deltas = [event for event in events if event["type"] == "transcript.text.delta"]
    assert {delta["segment_id"] for delta in deltas} == {segment["id"] for segment in segments}


async def test_does_not_stream_from_the_model_of_old(hear):
    assert (await hear(tagged("mp3"), model="whisper-1", stream="true")).json["text"] == PARK


async def test_says_when_there_was_nothing_to_hear(hear):
    silence = wav(bytes(96_000))
    assert "heard no words" in (await hear(silence)).json["text"]
    assert (await hear(silence, response_format="srt")).content == b""
    verbose = (await hear(silence, response_format="verbose_json")).json
    assert verbose["segments"] == []
    delta, done = events_of(await hear(silence, stream="true"))
    assert delta["delta"] == done["text"]


async def test_counts_what_it_used(hear):
    data = tagged("mp3")
    assert (await hear(data, model="whisper-1")).json["usage"] == {"type": "duration", "seconds": 3}
    usage = (await hear(data, prompt="The park")).json["usage"]
    assert usage["input_token_details"]["text_tokens"] == 2
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


async def test_takes_hints_with_the_model_that_knows_them(hear):
    fields = {"keywords[]": ["park"], "languages[]": ["en", "de"]}
    assert (await hear(tagged("mp3"), model="gpt-transcribe", **fields)).json["languages"] == [{"code": "en"}]


async def test_translates_nothing_and_says_so(hear):
    answer = await hear(tagged("mp3"), to="translations", model="whisper-1", prompt="x", temperature="0.5")
    assert answer.json == {"text": PARK}
    assert "does not translate" in answer.headers["x-sandbox-note"]
    verbose = await hear(
        tagged("mp3"), to="translations", model="sandbox-translate", response_format="verbose_json"
    )
    assert verbose.json["task"] == "translate"
    assert verbose.json["segments"][0]["temperature"] == 0
