"""Transcription as a person uses it: speak, read along, seek, edit, reload, and read a recording in parts."""

import math
import re
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from playground.sandbox.audio.speaker import RATE, speak
from tests.audio.sounds import encoded, tones
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chromium import own_chromium
from .test_accessibility import TAGS

SAID = "We are going to the park tomorrow morning."
# On a busy machine Chromium's microphone loses some of it: any of its words has been heard.
HEARD = re.compile(r"\b(are|going|park|tomorrow|morning)\b", re.IGNORECASE)


def spoken(folder: Path) -> Path:
    """A recording of SAID, by the sandbox's own voice, without the tag that says what it is."""
    path = folder / "said.wav"
    with wave.open(str(path), "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(b"".join(speak(SAID, "cedar")))
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium whose microphone hears SAID, again and again."""
    said = spoken(tmp_path_factory.mktemp("microphone"))
    microphone = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=own_chromium(), args=[*microphone, f"--use-file-for-fake-audio-capture={said}"]
        )
        yield chromium
        chromium.close()


def record(page: Page, until: str) -> None:
    page.locator("[data-record]").click()
    expect(page.locator("[data-recorded]")).to_have_text(until)


def test_records_transcribes_seeks_and_edits(page: Page) -> None:
    page.goto("/audio/transcriptions/")
    record(page, "0:01")
    page.locator("[data-pause]").click()
    expect(page.locator("[data-pause-label]")).to_have_text("Go on")
    page.locator("[data-pause]").click()
    page.wait_for_function("() => recordingsStore.all().then((pieces) => pieces.length >= 4)")
    page.reload()
    page.locator("[data-recovered-use]").click()
    expect(page.locator(".picked")).to_contain_text("sent as it is")
    expect(page.locator(".picked")).to_contain_text("Opus")
    page.locator("#run").click()
    expect(page.locator("[data-transcription]")).to_have_count(1)
    records_more(page)
    text = page.locator(".segment-text").first
    expect(text).to_contain_text(HEARD, timeout=60_000)
    expect(page.locator(".waveform rect")).to_have_count(240)

    word = page.locator(".segment-text [data-at]").nth(3)
    at = float(word.get_attribute("data-at") or 0)
    word.click()
    expect(page.locator("[data-player-now]")).to_have_text(f"0:{math.floor(at * 10 + 0.5) / 10:04.1f}")
    expect(word).to_have_class("lit")
    expect(page.locator(".player-span")).to_be_visible()
    page.keyboard.press("l")
    expect(page.locator(".player-wave")).not_to_have_attribute("aria-valuenow", f"{at:.1f}")
    page.keyboard.press("k")
    expect(page.locator("[data-player-label]")).to_have_text("Pause")
    page.keyboard.press("k")

    text.dblclick()
    page.locator(".segment textarea").fill("Edited <b>by hand</b>")
    page.locator(".segment textarea").press("Enter")
    expect(page.locator(".segment.edited .segment-text")).to_have_text("Edited <b>by hand</b>")
    page.reload()
    expect(page.locator(".segment.edited .segment-text")).to_have_text("Edited <b>by hand</b>")
    page.locator("[data-undo]").click()
    expect(page.locator(".segment.edited")).to_have_count(0)
    expect(page.locator(".segment-text").first).to_contain_text(HEARD)
    with page.expect_download() as download:
        page.locator("a[download]", has_text="SRT").click()
    assert download.value.path().read_text().startswith("1\n00:00:0")

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.reload()
        expect(page.locator(".segment-text").first).to_contain_text(HEARD)
        found = Axe().run(
            page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
        )
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 360, "height": 740})
    main = page.locator("#main")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")


def records_more(page: Page) -> None:
    """While the first recording is heard: one that is finished, one that a reload ends and one that is discarded."""
    record(page, "0:01")
    level = page.locator("[data-level]")
    page.wait_for_function("(meter) => meter.value > 0.02", arg=level.element_handle())
    expect(page.locator("[data-inputs] option").nth(1)).to_be_attached()
    uploads: list[Route] = []
    page.route("**/files/", lambda route: uploads.append(route), times=1)
    page.locator("[data-finish]").click()
    expect(page.locator("#sending .picked-name")).to_have_count(1)
    # What has been sent takes nothing along of what is being recorded since.
    record(page, "0:01")
    page.wait_for_function("() => recordingsStore.all().then((pieces) => pieces.length > 0)")
    uploads[0].continue_()
    expect(page.locator("#picked .picked", has_text="sent as it is")).to_have_count(2)
    page.reload()
    page.locator("[data-recovered-discard]").click()
    page.locator("[data-record]").click()
    page.locator("[data-discard]").click()
    expect(page.locator("[data-recorder]")).to_be_hidden()
    page.reload()
    expect(page.locator(".picked-name")).to_have_count(2)
    expect(page.locator("[data-recovered]")).to_be_hidden()


def test_retries_a_lost_part_after_a_reload(
    page: Page, scripted_server: StartedServer, upstream: ScriptedUpstream, tmp_path: Path
) -> None:
    recording = tmp_path / "talk.flac"
    recording.write_bytes(encoded(tones(70), "flac", "flac"))
    page.goto(f"{scripted_server.url}/audio/transcriptions/?model=m&response_format=text")
    page.locator("#id_file").set_input_files(recording)
    page.locator("#id_parts").select_option("1")
    expect(page.locator(".picked")).to_contain_text("about 2 parts")
    page.locator("#run").click()
    expect(page.locator("[data-part]")).to_have_count(2, timeout=60_000)
    upstream.answer(b"Heard well.", content_type="text/plain")
    expect(page.locator(".work-state.parts")).to_contain_text("1 of 2 parts")
    page.reload()
    expect(page.locator(".picked")).to_contain_text("talk.flac")
    expect(page.locator(".work-state.parts")).to_contain_text("1 of 2 parts")
    expect(page.locator(".segment-text")).to_have_text(["Heard well."])
    upstream.answer(b'{"error": {"message": "No room"}}', status="400 Bad Request")
    expect(page.locator(".part-error")).to_have_text("No room")
    page.get_by_role("button", name="Retry part").click()
    expect(page.locator(".part-error")).to_have_count(0)
    upstream.answer(b"And again.", content_type="text/plain")
    expect(page.locator(".work-state.parts")).to_contain_text("2 of 2 parts")
    expect(page.locator(".segment-text")).to_have_count(2)
