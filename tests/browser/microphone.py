"""A Chromium whose microphone plays real speech, and what was recorded of it."""

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from playground.sandbox.audio.speaker import RATE
from tests.sandbox.talk import speech

from .chromium import own_chromium

SAID = ("one two three", "four five six")
# Long enough for a session to be open before it is spoken to; and for one who speaks to breathe.
LEAD, PAUSE, REST = 5, 0.35, 30


def silence(seconds: float) -> bytes:
    return bytes(int(RATE * seconds) * 2)


@contextmanager
def hearing(folder: Path, *arguments: str) -> Iterator[Browser]:
    """A Chromium that hears SAID once, then silence."""
    path = folder / "said.wav"
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(RATE)
        made.writeframes(silence(LEAD) + silence(PAUSE).join(map(speech, SAID)) + silence(REST))
    microphone = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={path}%noloop",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=own_chromium(), args=[*microphone, *arguments])
        yield chromium
        chromium.close()


def loudness(page: Page, side: str) -> float:
    """The root mean square of one side's saved recording, 0 to 1."""
    address = page.locator(f"[data-recording] audio[data-side='{side}']").get_attribute("src")
    assert address
    with wave.open(BytesIO(page.request.get(address).body())) as kept:
        samples = np.frombuffer(kept.readframes(kept.getnframes()), "<i2").astype(float) / 32768
    return float(np.sqrt((samples**2).mean()))
