"""A recording of seventy minutes, through the page: sent, cut, heard by the sandbox, read and sought in."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.audio.long_recordings import write

MINUTES, EVERY = 70, 5
# Cutting and hearing all of it is work.
PATIENCE = 400_000


@pytest.mark.timeout(900)
def test_reads_seventy_minutes_in_parts(page: Page, tmp_path: Path) -> None:
    recording = tmp_path / "long.mp3"
    write(recording, MINUTES, EVERY)
    assert recording.stat().st_size > 60_000_000
    page.goto("/audio/transcriptions/")
    page.locator("#id_file").set_input_files(recording)
    page.locator("#id_parts").select_option("20")
    expect(page.locator(".picked")).to_contain_text("about 4 parts", timeout=PATIENCE)
    expect(page.locator(".picked")).to_contain_text("1:10:01")
    page.locator("#run").click()
    expect(page.locator(".work-state progress")).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(page.locator("[data-part]")).to_have_count(4, timeout=PATIENCE)
    expect(page.locator(".work-state.parts")).to_contain_text("4 of 4 parts", timeout=PATIENCE)

    spoken = page.locator(".segment", has_text="tomorrow morning")
    assert spoken.count() >= MINUTES / EVERY / 2
    starts = page.locator(".segment").evaluate_all("(rows) => rows.map((row) => Number(row.dataset.from))")
    assert starts == sorted(starts)
    assert starts[-1] > 60 * (MINUTES - EVERY)
    words = page.locator(".segment-text [data-at]").evaluate_all(
        "(all) => all.map((one) => Number(one.dataset.at))"
    )
    assert words == sorted(words)

    word = page.locator(".segment").last.locator("[data-at]").last
    word.click()
    expect(word).to_have_class("lit")
    expect(page.locator("[data-player-now]")).to_have_text(re.compile(r"^1:05:0\d"))
    expect(page.locator(".player-span")).to_be_visible()
