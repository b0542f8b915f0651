"""Recordings on their way in: dropped, pasted, cancelled, refused; and a transcript on its way out."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, Route, expect

from tests.audio.sounds import encoded, tones
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .given_files import drop, paste

SHORT = encoded(tones(1))
VERBOSE = {
    "text": "Good morning. Doctor Achterberg, please.",
    "segments": [
        {"start": 0.0, "end": 0.4, "text": "Good morning.", "avg_logprob": -0.1},
        {"start": 0.4, "end": 1.0, "text": "Doctor Achterberg, please.", "avg_logprob": -1.2},
    ],
}


def test_takes_what_is_dropped_and_pasted_and_runs_them_side_by_side(
    page: Page, scripted_server: StartedServer, upstream: ScriptedUpstream
) -> None:
    page.goto(f"{scripted_server.url}/audio/transcriptions/?model=m")
    drop(page.locator("#transcriptions"), SHORT, "dropped.wav", "audio/wav")
    paste(page.locator("body"), SHORT, "pasted.wav", "audio/wav")
    expect(page.locator(".picked-name")).to_have_count(2)
    drop(page.locator("#main"), b"", "empty.wav", "audio/wav")
    expect(page.locator("#id_file_error")).to_have_text("empty.wav was not taken. The file is empty.")
    drop(page.locator("#main"), b"Not sound, but words. " * 50, "words.mp3", "audio/mpeg")
    bad = page.locator(".picked", has_text="words.mp3")
    expect(bad.locator(".field-error")).to_contain_text("is no sound file, or is damaged: choose a recording")
    page.locator("#run").click()
    expect(page.locator("#id_file_error")).to_contain_text("words.mp3 is no sound file")
    assert upstream.requests == []
    bad.get_by_role("button", name="Remove words.mp3").click()
    page.reload()
    expect(page.locator(".picked-name")).to_have_count(2)
    page.locator("#run").click()
    cards = page.locator("[data-transcription]")
    expect(cards).to_have_count(2)
    for said in ("One.", "The other."):
        upstream.answer(json.dumps({"text": said}).encode())
    expect(cards.locator(".segment-text")).to_have_count(2)
    assert {text.strip() for text in cards.locator(".segment-text").all_inner_texts()} == {
        "One.",
        "The other.",
    }


def test_tells_how_far_an_upload_is_and_cancels_it(page: Page, tmp_path: Path) -> None:
    recording = tmp_path / "long.wav"
    recording.write_bytes(encoded(tones(30)))
    page.goto("/audio/transcriptions/")
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", slow)
    page.locator("#id_file").set_input_files(recording)
    row = page.locator("#sending .picked")
    expect(row).to_contain_text("of 960 kB, about")
    row.get_by_role("button", name="Cancel").click()
    expect(row).to_have_count(0)
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    page.reload()
    expect(page.locator(".picked")).to_have_count(0)


def test_shows_what_was_sent_until_the_server_has_looked_at_it(page: Page) -> None:
    page.goto("/audio/transcriptions/")
    looks: list[Route] = []
    page.route("**/picked/?*", lambda route: looks.append(route), times=1)
    for name in ("one.wav", "two.wav"):
        drop(page.locator("#main"), SHORT, name, "audio/wav")
        expect(page.locator("#picked .picked", has_text=name)).to_contain_text("Looking at it")
    looks[0].continue_()
    expect(page.locator("#picked .picked", has_text="sent as it is")).to_have_count(2)
    expect(page.locator("#picked .picked")).to_have_count(2)


def test_puts_voice_samples_into_their_field(
    page: Page, scripted_server: StartedServer, upstream: ScriptedUpstream, tmp_path: Path
) -> None:
    for name in ("ann.wav", "bob.wav"):
        (tmp_path / name).write_bytes(encoded(tones(2)))
    params = {
        "model": "gpt-4o-transcribe-diarize",
        "response_format": "diarized_json",
        "known_speaker_names[]": '["Ann", "Bob"]',
    }
    page.goto(f"{scripted_server.url}/audio/transcriptions/?{urlencode(params)}")
    drop(page.locator("#main"), SHORT, "talk.wav", "audio/wav")
    expect(page.locator(".picked-name")).to_have_text("talk.wav")
    field = page.locator("[data-param='known_speaker_references[]']")
    if not field.is_visible():
        page.locator("details:has([data-param='known_speaker_references[]']) > summary").first.click()
    field.get_by_label("Choose samples").set_input_files([tmp_path / "ann.wav", tmp_path / "bob.wav"])
    expect(field.get_by_role("status")).to_contain_text("added")
    expect(field.locator("[data-json]")).to_have_value(
        re.compile(r'^\["playground-file:[^,]+,"playground-file:[^,]+\]$')
    )
    page.locator("#run").click()
    upstream.answer(
        json.dumps(
            {"text": "x", "segments": [{"start": 0, "end": 1, "text": "Hi", "speaker": "Bob"}]}
        ).encode()
    )
    expect(page.locator(".segment-speaker")).to_have_text("Bob")
    assert upstream.requests[-1].body.count(b"data:audio/wav;base64,") == 2


def test_reads_finds_replaces_and_hands_on(
    page: Page, scripted_server: StartedServer, upstream: ScriptedUpstream
) -> None:
    page.goto(f"{scripted_server.url}/audio/transcriptions/?model=one&response_format=verbose_json")
    drop(page.locator("#main"), SHORT, "call.wav", "audio/wav")
    expect(page.locator(".picked-name")).to_have_text("call.wav")
    for count, (model, name) in enumerate((("two", "Achterber"), ("one", "Achterberg")), 1):
        page.locator("#id_model").fill(model)
        page.locator("#run").click()
        expect(page.locator("[data-transcription]")).to_have_count(count)
        upstream.answer(json.dumps(VERBOSE).replace("Achterberg", name).encode())
        expect(page.locator("[data-transcription]").first.locator(".segment-text")).to_have_count(2)
        page.reload()
    card = page.locator("[data-transcription]").first
    card.locator("[data-player-speed]").select_option("2")
    assert card.locator("audio").evaluate("(audio) => audio.playbackRate") == 2
    page.keyboard.press("n")
    expect(card.locator(".segment.doubtful")).to_have_class("segment doubtful at-doubt now")
    expect(card.locator("[data-player-now]")).to_have_text("0:00.4")
    card.locator("[data-beside]").select_option(index=1)
    expect(card.locator(".beside-table del")).to_have_text("Achterberg, ")
    expect(card.locator(".beside-table ins")).to_have_text("Achterber, ")
    card.get_by_label("Find").fill("doctor")
    expect(card.locator("[data-found]")).to_have_text("1 found")
    card.get_by_label("Replace with").fill("Dr")
    card.get_by_role("button", name="Replace all").click()
    expect(card.locator(".segment-text").nth(1)).to_have_text("Dr Achterberg, please.")
    for ending, words in (
        ("TXT", "Dr Achterberg"),
        ("VTT", "WEBVTT"),
        ("JSON", '"segments"'),
        ("CSV", "start,end"),
    ):
        with page.expect_download() as download:
            card.get_by_role("link", name=ending, exact=True).click()
        assert words in download.value.path().read_text()
    card.get_by_role("button", name="Send to").click()
    card.get_by_role("link", name="Speech").click()
    expect(page.locator("#id_input")).to_have_value("Good morning.\nDr Achterberg, please.")
