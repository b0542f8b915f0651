import re

import pytest
from playwright.sync_api import Page, expect


def run(page: Page, words: str) -> None:
    page.goto("/chat/?model=sandbox-chat&stream=true")
    page.fill("#id_composer", words)
    page.keyboard.press("Control+Enter")
    expect(page.locator("article[data-run]").last).to_have_attribute("data-status", "completed")


@pytest.fixture
def history(page: Page) -> Page:
    for words in ("An apple", "A banana", "A cherry"):
        run(page, words)
    page.goto("/history/")
    return page


def test_moves_opens_ticks_and_closes_by_keys(history):
    history.keyboard.press("j")
    history.keyboard.press("j")
    history.keyboard.press("x")
    expect(history.locator("#bulk")).to_contain_text("1 selected")
    history.keyboard.press("Enter")
    expect(history.locator(".beside-head h2")).to_have_text("A banana")
    expect(history).to_have_url(re.compile(r"/history/\?run="))
    history.keyboard.press("j")
    expect(history.locator(".beside-head h2")).to_have_text("An apple")
    history.keyboard.press("Escape")
    expect(history.locator("#beside > *")).to_have_count(0)
    expect(history).to_have_url(re.compile(r"/history/$"))


def test_filters_while_one_types_and_deletes_what_is_ticked(history):
    history.fill("#id_q", "cherr")
    expect(history).to_have_url(re.compile(r"/history/\?q=cherr$"))
    expect(history.locator(".run-open").first).to_have_text("A cherry")
    history.locator(".run-row input").first.check()
    history.click("#bulk .danger")
    expect(history.locator("#confirm")).to_contain_text("Nothing is deleted upstream")
    history.click("#confirm .danger")
    expect(history.locator(".notice")).to_have_text("1 run deleted.")


def test_follows_the_rows_of_runs_under_way(page):
    page.goto("/chat/?model=sandbox-slow&stream=true&max_completion_tokens=20")
    page.fill("#id_composer", "Take your time")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article[data-run]")).to_have_attribute("data-status", "in_progress")
    page.goto("/history/")
    row = page.locator(".run-row").filter(has_text="Take your time")
    expect(row.locator(".run-status")).to_have_text("in progress")
    row.get_by_role("checkbox").check()
    expect(row.locator(".run-status")).to_have_text("completed")
    expect(row.locator(".run-numbers")).to_contain_text("→ 20")
    expect(row.get_by_role("checkbox")).to_be_checked()
    expect(page.locator(".rows-live")).to_have_count(0)


def test_shows_one_run_after_the_other_in_the_inspector(page):
    run(page, "First things first")
    page.click("#inspector-tab-code")
    expect(page.locator("#inspector-panel")).to_contain_text("First things first")
    page.locator("#inspector-tab-code").press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#inspector-panel svg.timing")).to_be_visible()
    page.locator("#inspector-tab-timing").press("Escape")
    expect(page.locator("#inspector-panel")).to_be_hidden()
    page.click("#inspector-tab-request")
    page.fill("#id_composer", "Second helping")
    page.focus("#id_composer")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#inspector-panel")).to_contain_text("Second helping")
    expect(page.locator("#inspector-tab-request")).to_have_attribute("aria-selected", "true")


def test_brings_what_an_answer_is_drawn_with(page: Page) -> None:
    page.goto("/audio/speech/")
    page.locator("textarea").first.fill("Hello there")
    page.locator("#run").click()
    expect(page.locator("[data-run]")).to_have_attribute("data-status", "completed")
    page.goto("/history/?operation=create_speech")
    page.locator(".run-open").first.click()
    expect(page.locator("#beside [data-player].ready")).to_be_visible()
    page.reload()
    expect(page.locator("#beside [data-player].ready")).to_be_visible()
    page.get_by_role("link", name="Open as a page").click()
    expect(page.locator(".run-page [data-player].ready")).to_be_visible()
