"""What is kept beside the chat: conversations, prompts, the library, repeats. Nothing for axe to find, at any width."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .chat_page import ask, ended, fits, run_of, uuid_of

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PROMPT = '{"model": "sandbox-fast", "messages": [{"role": "user", "content": "Of {{land}} and {{%s}}?"}]}'
Opening = Callable[[Page], None]


def conversation(page: Page) -> None:
    ask(page, "Tell me " + "long" * 60, "/chat/?model=sandbox-fast&stream=true&max_completion_tokens=20")
    ended(page)


def conversation_pane(page: Page) -> None:
    conversation(page)
    page.get_by_role("button", name="Conversations", exact=True).click()
    expect(page.locator("#conversations .conversation-row").first).to_be_visible()


def conversations(page: Page) -> None:
    conversation(page)
    page.goto("/chat/conversations/")
    page.locator("[data-rename]").first.click()
    expect(page.get_by_label("Title")).to_be_focused()


def outline(page: Page) -> None:
    conversation(page)
    page.locator("[data-action='regenerate']").click()
    expect(page.locator(".fork-place")).to_have_text("2 / 2")
    page.goto("/chat/conversations/")
    page.get_by_role("link", name="Outline").first.click()
    expect(page.locator(".outline-step")).to_have_count(2)


def heat(page: Page) -> None:
    ask(page, "Tides", "/chat/?model=sandbox-fast&logprobs=true&top_logprobs=3&max_completion_tokens=30")
    ended(page)
    run_of(page).get_by_role("button", name="Probabilities", exact=True).click()
    run_of(page).locator(".heat-text .token").nth(2).hover()
    expect(page.locator("#heat-alternatives")).to_be_visible()


def prompt(page: Page) -> None:
    page.goto("/prompts/import/")
    page.get_by_label("Paste").fill(PROMPT % "city")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("link", name="Open in chat")).to_be_visible()


def prompts(page: Page) -> None:
    prompt(page)
    page.goto("/prompts/")
    expect(page.locator(".prompt-row").first).to_be_visible()


def batch(page: Page) -> None:
    prompt(page)
    page.get_by_role("link", name="Run a batch").click()
    page.get_by_label("Table").fill("land\tcity\nPeru\tLima\nChile\tSantiago\n")
    page.get_by_role("button", name="Check the table").click()
    page.get_by_role("button", name="Send 2 requests").click()
    expect(page.locator("tr[data-status='completed']")).to_have_count(2)


def library(page: Page) -> None:
    page.goto("/library/add/?kind=json_schema")
    page.get_by_label("name", exact=True).fill("answer_" + uuid_hex(page))
    page.get_by_label("schema", exact=True).fill('{"type": "object", "properties": {}}')
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/library/")


def uuid_hex(page: Page) -> str:
    return page.evaluate("crypto.randomUUID().slice(0, 8)")


def repeat(page: Page) -> None:
    conversation(page)
    page.goto(f"/history/{uuid_of(page)}/")
    page.get_by_role("link", name="Repeat").click()
    page.locator("#id_times").fill("3")
    page.get_by_role("button", name="Repeat").click()
    expect(page.locator("#set")).to_contain_text("3 of 3 done")


PAGES = [conversation_pane, conversations, outline, heat, prompt, prompts, batch, library, repeat]


@pytest.mark.parametrize("opened", PAGES, ids=lambda opened: opened.__name__)
def test_gives_axe_nothing_to_find_and_fits_every_width(page: Page, opened: Opening) -> None:
    opened(page)
    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()
    for width in (900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert fits(page), width
