"""The embeddings page as a person uses it, against the sandbox."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .given_files import drop
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


def test_takes_a_csv_that_is_dropped_and_colours_by_each_column(page: Page) -> None:
    page.goto("/embeddings/")
    table = "label;text;team\nx;one;red\ny;two;red\nx;drei, größer;blue\n"
    drop(page.locator("[data-inputs]"), table.encode(), "topics.csv", "text/csv")
    expect(page.locator("[data-csv-note]")).to_have_text("3 of 3 rows have a text")
    page.locator("[data-csv-text]").select_option("text")
    assert json.loads(page.locator("#id_input").input_value()) == ["one", "two", "drei, größer"]
    page.locator("#run").click()
    expect(page.locator(".map-legend li")).to_have_text(["x 2", "y 1"])
    page.locator("[data-csv-label]").select_option("team")
    page.locator("#run").click()
    expect(page.locator(".map-legend li")).to_have_text(["red 2", "blue 1"])
    page.get_by_label("Colour the points by").select_option("2")
    expect(page.locator(".map-legend li").first).to_contain_text("cluster 1")


def test_takes_cells_that_are_pasted_and_prose_as_lines(page: Page) -> None:
    page.goto("/embeddings/")
    editor = page.locator("#input-lines")
    paste_text(page, editor, "Hello, world\nGoodbye, moon")
    expect(page.locator(".inputs-csv")).to_be_hidden()
    assert json.loads(page.locator("#id_input").input_value()) == ["Hello, world", "Goodbye, moon"]
    editor.press("ControlOrMeta+a")
    paste_text(page, editor, 'one\tbilling\n"two\tthree"\tlogin\nfour\tbilling')
    expect(page.locator("[data-csv-note]")).to_have_text("2 of 2 rows have a text")
    page.get_by_label("first row is the header").uncheck()
    page.locator("[data-csv-text]").select_option("Column 1")
    page.locator("[data-csv-label]").select_option("Column 2")
    assert json.loads(page.locator("#id_input").input_value()) == ["one", "two\tthree", "four"]
    assert json.loads(page.locator("#id_labels").input_value()) == ["billing", "login", "billing"]
    page.locator("[data-csv-text]").select_option("whole lines")
    expect(editor).to_have_value('one\tbilling\n"two\tthree"\tlogin\nfour\tbilling')
    assert page.locator("#id_labels").input_value() == ""


def test_says_that_a_file_has_no_rows(page: Page) -> None:
    page.goto("/embeddings/")
    drop(page.locator("[data-inputs]"), b"text,topic\n", "empty.csv", "text/csv")
    expect(page.locator("[data-csv-problem]")).to_have_text("empty.csv has no rows below its header.")


def paste_text(page: Page, target: Locator, text: str) -> None:
    """Copy the text and paste it, as by hand."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    target.press("ControlOrMeta+v")


def test_cuts_dimensions_and_shows_what_moves(page: Page) -> None:
    embed(page, LINES)
    slider = page.locator("[data-cut]")
    expect(slider.locator("xpath=following-sibling::output")).to_have_text(slider.get_attribute("max") or "")
    slider.fill("2")
    expect(page.locator(".embedding-ranked .ranked-of")).to_contain_text("at 2 dimensions")
    likenesses = page.locator(".embedding-ranked .ranked-likeness").all_text_contents()
    assert likenesses == sorted(likenesses, key=float, reverse=True)
    slider.fill(slider.get_attribute("max") or "")
    expect(page.locator(".embedding-ranked .ranked-of")).not_to_contain_text("dimensions")


def test_compares_two_sets_of_the_same_inputs(page: Page) -> None:
    embed(page, LINES)
    page.locator("#id_dimensions").fill("8")
    page.locator("#run").click()
    expect(page.locator(".embedding-facts")).to_contain_text("8 dimensions")
    choice = page.get_by_label("Compare with another set of the same inputs")
    choice.select_option(index=1)
    compared = page.locator(".embedding-compare")
    expect(compared).to_contain_text("nearest neighbours in common")
    expect(compared).to_contain_text("over 6 pairs")
    expect(compared.locator("th").nth(1)).to_have_text("sandbox-embedding, 8 dimensions")


def test_keeps_the_picked_point_when_the_colours_change(page: Page) -> None:
    embed(page, LINES)
    expect(page.locator(".map-words")).to_have_text(LINES[0])
    page.locator(".map").focus()
    page.keyboard.press("End")
    page.get_by_label("Colour the points by").select_option("2")
    expect(page.locator(".map-legend li")).to_have_count(2)
    expect(page.locator("#p3")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".map-words")).to_have_text(LINES[3])


def test_zooms_and_moves_the_map(page: Page) -> None:
    embed(page, LINES)
    chart = page.locator(".map")
    whole = chart.get_attribute("viewBox")
    height = chart.locator("text").first.bounding_box()["height"]  # type: ignore[index]
    page.get_by_role("button", name="Zoom in").click()
    expect(chart).not_to_have_attribute("viewBox", whole or "")
    near = chart.get_attribute("viewBox") or ""
    assert chart.locator("text").first.bounding_box()["height"] == pytest.approx(height, rel=0.25)  # type: ignore[index]
    expect(page.locator("#p0")).to_be_in_viewport()
    box = chart.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] - 50)
    page.mouse.up()
    expect(chart).not_to_have_attribute("viewBox", near)
    for _ in range(3):
        page.get_by_role("button", name="Zoom out").click()
    expect(chart).to_have_attribute("viewBox", whole or "")


def test_reads_a_set_in_the_history_too(page: Page) -> None:
    embed(page, LINES)
    page.goto(f"/history/{page.locator('[data-run]').get_attribute('data-run')}/")
    page.locator(".map").focus()
    page.keyboard.press("End")
    expect(page.locator(".embedding-ranked .ranked-of strong")).to_have_text(LINES[3])


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
