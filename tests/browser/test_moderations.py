"""The moderation page as a person uses it, against the sandbox."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from .chat_page import fits, run_of
from .given_files import drop, paste
from .test_accessibility import TAGS

TEXTS = [
    "I will kill you and burn your house down",
    "A walk by the sea",
    "I hate those people, they are vermin",
]


def texts(page: Page) -> Locator:
    return page.locator(".moderation-texts textarea")


def sent(page: Page) -> object:
    return json.loads(page.locator("#id_input").input_value())


def judge(page: Page, said: list[str]) -> None:
    page.goto("/moderations/")
    for number, text in enumerate(said):
        if number:
            page.locator("[data-add-text]").click()
        texts(page).nth(number).fill(text)
    page.locator("#run").click()
    expect(page.locator(".verdict")).to_have_count(len(said))


def test_holds_several_texts_against_thresholds_that_stay(page: Page) -> None:
    judge(page, TEXTS)
    assert sent(page) == TEXTS
    expect(page.locator(".heat-table tbody tr")).to_have_count(3)
    expect(page.locator(".verdicts > .chips")).to_contain_text("2 of 3 over my thresholds")
    page.locator(".thresholds > summary").click()
    page.locator("[data-preset][value='lenient']").click()
    expect(page.locator(".verdicts > .chips")).to_contain_text("1 of 3 over my thresholds")
    slider = page.locator("[name='threshold:violence']")
    slider.focus()
    slider.press("Home")
    expect(page.locator(".verdicts > .chips")).to_contain_text("3 of 3 over my thresholds")
    page.reload()
    expect(page.locator("[data-preset-name]")).to_have_text("my own")
    expect(page.locator("[name='threshold:violence']")).to_have_value("0")
    expect(page.locator(".verdicts > .chips")).to_contain_text("3 of 3 over my thresholds")
    assert sent(page) == TEXTS
    page.locator(".thresholds > summary").click()
    page.locator("[data-preset][value='balanced']").click()
    expect(page.locator(".verdicts > .chips")).to_contain_text("2 of 3 over my thresholds")


def test_judges_pictures_uploaded_and_by_address_with_a_text(page: Page, tmp_path: Path) -> None:
    page.goto("/moderations/")
    Image.new("RGB", (40, 40), (170, 10, 15)).save(tmp_path / "red.png")
    texts(page).first.fill("What is this?")
    page.locator("[data-add-picture] input").set_input_files(tmp_path / "red.png")
    expect(page.locator(".moderation-pictures li")).to_have_count(1)
    page.locator("[data-add-url] input").fill("not an address")
    page.locator("[data-add-url] button").click()
    expect(page.locator("[data-picture-error]")).to_contain_text("begins with https://")
    page.locator("[data-add-url] input").fill("https://example.org/p.png")
    page.locator("[data-add-url] input").press("Enter")
    expect(page.locator(".moderation-pictures li")).to_have_count(2)
    page.get_by_role("button", name="Remove the picture 2").click()
    page.locator("#run").click()
    expect(page.locator(".verdict img")).to_have_count(1)
    expect(page.locator(".verdict")).to_contain_text("text, image")
    page.reload()
    expect(page.locator(".moderation-pictures img")).to_have_count(1)
    expect(texts(page)).to_have_value("What is this?")


def test_takes_pictures_that_are_dropped_or_pasted_and_no_other_files(page: Page, tmp_path: Path) -> None:
    page.goto("/moderations/")
    Image.new("RGB", (8, 8), (10, 10, 200)).save(tmp_path / "blue.png")
    content = (tmp_path / "blue.png").read_bytes()
    drop(page.locator("[data-moderation-inputs]"), content, "blue.png", "image/png")
    expect(page.locator(".moderation-pictures li")).to_have_text(["blue.png"])
    paste(texts(page), content, "blue.png", "image/png")
    expect(page.locator(".moderation-pictures li")).to_have_count(2)
    drop(page.locator("[data-moderation-inputs]"), b"A", "notes.txt", "text/plain")
    expect(page.locator("[data-picture-error]")).to_have_text("notes.txt is no picture.")
    expect(page.locator(".moderation-pictures li")).to_have_count(2)


def test_follows_the_json_and_shows_what_rows_cannot_as_json(page: Page) -> None:
    page.goto("/moderations/?input=one%20text")
    expect(texts(page)).to_have_value("one text")
    page.locator("[data-as-json]").click()
    page.locator("#id_input").fill('["a", "b"]')
    page.locator("[data-as-json]").click()
    expect(texts(page)).to_have_count(2)
    page.get_by_role("button", name="Remove text 1").click()
    expect(texts(page)).to_have_value("b")
    assert page.locator("#id_input").input_value() == "b"
    page.goto('/moderations/?input=[{"type":"other"}]')
    expect(page.locator("#id_input")).to_be_visible()
    page.locator("#id_input").fill("[1]")
    page.locator("#run").click()
    expect(page.locator("#id_input_error")).to_contain_text("must hold only texts")


def test_stops_and_judges_the_last_answers(page: Page) -> None:
    page.goto("/moderations/?model=sandbox-slow&input=wait")
    page.locator("#run").click()
    expect(page.locator("#run")).to_be_hidden()
    page.get_by_role("button", name="Stop").click()
    expect(run_of(page)).to_have_attribute("data-status", "cancelled")
    expect(page.locator("#run")).to_be_visible()
    page.goto("/chat/?model=sandbox-chat")
    page.locator("#id_composer").fill("say exactly: my last words")
    page.locator("#id_composer").press("Control+Enter")
    expect(run_of(page)).to_have_attribute("data-status", "completed")
    page.goto("/moderations/")
    page.get_by_role("button", name="My last answers").click()
    page.get_by_role("link", name="The last 5", exact=True).click()
    expect(texts(page).first).to_have_value("my last words")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gives_axe_nothing_to_find_and_fits(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    judge(page, TEXTS)
    page.locator(".thresholds > summary").click()
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert fits(page)
