"""The embeddings page as a person uses it, against the sandbox."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .test_accessibility import TAGS

LINES = ["refund for a double charge", "charged twice this month", "cannot log in", "app crashes on start"]
CSV = 'text,topic\n"charged, twice",billing\n"says ""no""",login\nlog in,login\n'


def embed(page: Page, lines: list[str]) -> None:
    page.goto("/embeddings/")
    page.locator("#input-lines").fill("\n".join(lines))
    page.locator("#run").click()
    expect(page.locator(".map circle")).to_have_count(len(lines))


def test_picks_a_point_by_keyboard(page: Page) -> None:
    embed(page, LINES)
    page.locator(".map").focus()
    page.keyboard.press("End")
    expect(page.locator("#p3")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".map-words")).to_have_text(LINES[3])
    expect(page.locator(".embedding-ranked .ranked-of strong")).to_have_text(LINES[3])
    expect(page.locator(".embedding-ranked li")).to_have_count(3)


def test_searches_the_set(page: Page) -> None:
    embed(page, LINES)
    page.locator("[data-search]").fill("log in please")
    page.locator("[data-search]").press("Enter")
    expect(page.locator(".embedding-search li").first).to_contain_text("cannot log in")


def test_takes_a_column_of_a_csv_and_colours_by_another(page: Page, tmp_path: Path) -> None:
    page.goto("/embeddings/")
    (tmp_path / "topics.csv").write_text(CSV)
    page.locator("[data-csv-choose] input").set_input_files(tmp_path / "topics.csv")
    page.locator("[data-csv-label]").select_option("topic")
    assert json.loads(page.locator("#id_input").input_value()) == ["charged, twice", 'says "no"', "log in"]
    page.locator("#run").click()
    expect(page.locator(".map-legend li")).to_have_text(["login 2", "billing 1"])


def test_names_the_line_that_is_empty(page: Page) -> None:
    page.goto("/embeddings/")
    page.locator("#input-lines").fill("a\n\nb")
    page.locator("#run").click()
    expect(page.locator("#id_input_error")).to_contain_text("line 2 is empty")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gives_axe_nothing_to_find_and_fits(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    embed(page, [*LINES, LINES[0]])
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(
            "document.querySelector('#main').scrollWidth <= document.querySelector('#main').clientWidth"
        )
