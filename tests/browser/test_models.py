"""The models as a person finds, tries and deletes one, against the sandbox."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .chat_page import fits
from .test_accessibility import TAGS


def rows(page: Page) -> Any:
    return page.locator(".catalog-table tbody tr")


def test_finds_a_model_and_tries_it(page: Page) -> None:
    page.goto("/models/")
    page.get_by_placeholder("Words in id or owner").fill("embed")
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=embed"))
    page.get_by_role("link", name="sandbox-embedding").click()
    expect(page.locator(".catalog-name")).to_have_text("sandbox-embedding")
    page.locator("#main").get_by_role("link", name="Embeddings").click()
    expect(page.locator("#id_model")).to_have_value("sandbox-embedding")
    page.go_back()
    page.go_back()
    expect(rows(page)).to_have_count(1)
    page.get_by_label("ability").select_option("create_translation")
    page.get_by_placeholder("Words in id or owner").fill("")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("28 Feb 2027")
    page.locator(".catalog-table thead a").first.click()
    expect(page.locator("th[aria-sort='descending']")).to_have_count(1)
    page.get_by_placeholder("Words in id or owner").fill("sandbox")
    expect(page).to_have_url(re.compile(r"q=sandbox.*sort=-id"))


def test_counts_down_under_the_model_box_as_one_types(page: Page) -> None:
    page.goto("/models/")
    page.goto("/chat/?model=sandbox-translate")
    note = page.locator("[data-shutdowns]")
    expect(note).to_contain_text("28 February 2027")
    page.locator("#id_model").fill("sandbox-chat")
    expect(note).to_be_hidden()
    page.locator("#id_model").fill("sandbox-instruct")
    expect(note).to_contain_text("31 March 2027")
    expect(page.locator("#id_model_models option[label^='shut']")).to_have_count(2)


def test_deletes_a_fine_tuned_model_after_its_id_was_typed(page: Page) -> None:
    page.goto("/models/sandbox-chat/")
    expect(page.locator("[data-operation='delete_model']")).to_have_count(0)
    page.goto("/models/?q=ft:")
    model = rows(page).first.get_by_role("link").first.text_content() or ""
    page.get_by_role("link", name=model).click()
    page.locator("#id_model").fill("ft:something-else")
    page.locator("#run").click()
    expect(page.locator("#id_model_error")).to_contain_text("type it exactly")
    expect(page.locator("#id_model")).to_have_value("ft:something-else")
    page.locator("#id_model").fill(model)
    page.locator("#run").click()
    expect(page.locator("[data-run]")).to_have_attribute("data-status", "completed")
    expect(page.locator("[data-run]")).to_contain_text("was deleted upstream")
    page.get_by_role("link", name="All models").first.click()
    expect(page.locator(".news")).to_contain_text(model)
    expect(page.locator(".catalog-table")).not_to_contain_text(model)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gives_axe_nothing_to_find_and_fits(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    page.goto("/models/?q=ft:")
    model = rows(page).first.get_by_role("link").first.get_attribute("href") or ""
    for address in ("/models/", model):
        page.goto(address)
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()
        for width in (1440, 900, 360):
            page.set_viewport_size({"width": width, "height": 740})
            assert fits(page)
