"""What tests do on the chat page, and what they look at."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

CHAT = "/chat/?model=scripted&stream=true"


def ask(page: Page, prompt: str = "Hello", address: str = CHAT) -> None:
    """Open the chat page, type a prompt and run it."""
    page.goto(address)
    send(page, prompt)


def send(page: Page, prompt: str) -> None:
    page.locator("#id_composer").fill(prompt)
    page.locator("#id_composer").press("Control+Enter")


def run_of(page: Page) -> Locator:
    """The newest run on the page."""
    return page.locator("[data-run]").last


def answer(page: Page) -> Locator:
    return run_of(page).locator(".answer")


def ended(page: Page, status: str = "completed") -> None:
    """The newest run has ended, and no form is on its way that would bring a newer one."""
    expect(page.locator("form[data-sending]")).to_have_count(0)
    expect(run_of(page)).to_have_attribute("data-status", status)


def uuid_of(page: Page) -> str:
    return run_of(page).get_attribute("data-run") or ""


def kept(page: Page, uuid: str = "") -> dict[str, Any]:
    """The run as its JSON page tells it."""
    return page.request.get(f"/history/{uuid or uuid_of(page)}.json").json()


def conversation(page: Page) -> list[dict[str, Any]]:
    """The messages that the next request would begin with."""
    return json.loads(page.evaluate("JSON.stringify(conversation.messages())"))


def fits(page: Page) -> bool:
    """Whether nothing scrolls sideways, neither the page nor its main part."""
    # What follows the width by a script does so by the next frame.
    return page.evaluate(
        """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(
          [document.documentElement, ...document.querySelectorAll("#main, #transcript-scroll")]
            .every((element) => element.scrollWidth <= element.clientWidth)
        ))))"""
    )
