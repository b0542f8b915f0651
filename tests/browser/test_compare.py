"""Panes side by side, and a run that is repeated, as a person sees them."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import ask, ended, fits

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def server(scripted_server: StartedServer) -> StartedServer:
    return scripted_server


def pane(page: Page, number: int) -> Locator:
    return page.locator(f"[data-pane='{number}']")


def status(page: Page, number: int, expected: str) -> None:
    expect(pane(page, number).locator("[data-run]").last).to_have_attribute("data-status", expected)


def opened(page: Page, *models: str) -> None:
    """A new comparison of these models."""
    page.goto("/chat/compare/")
    for number, model in enumerate(models, 1):
        if number > 2:
            page.get_by_role("button", name="Add pane").click()
        page.locator(f"#pane-{number}-model").fill(model)


def prompt(page: Page, text: str) -> None:
    page.locator("#id_composer").fill(text)
    page.locator("#id_composer").press("Control+Enter")


def sent(page: Page, number: int) -> dict[str, Any]:
    """What was sent from a pane last."""
    run = pane(page, number).locator("[data-run]").last.get_attribute("data-run")
    return page.request.get(f"/history/{run}.json").json()["params"]


def answer(upstream: ScriptedUpstream, text: str) -> None:
    """A whole streamed answer to one of the requests that wait."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": "stop"}
    body = f"data: {json.dumps({'choices': [choice]})}\n\ndata: [DONE]\n\n"
    upstream.answer(body.encode(), content_type="text/event-stream")


def test_moves_the_focus_between_run_and_stop_of_a_pane(page: Page, upstream: ScriptedUpstream) -> None:
    opened(page, "one", "two")
    page.locator("#id_composer").fill("Hello")
    run, stop = (pane(page, 1).locator(f"[data-action='{action}-pane']") for action in ("run", "stop"))
    run.press("Enter")
    expect(stop).to_be_focused()
    assert upstream.asked.wait(15)
    stop.press("Enter")
    status(page, 1, "cancelled")
    expect(run).to_be_focused()


def test_leaves_other_panes_alone_when_one_fails(page: Page, upstream: ScriptedUpstream) -> None:
    opened(page, "one", "two", "three")
    # The sandbox has no such model.
    pane(page, 2).locator("[name='connection']").select_option(label="Sandbox")
    prompt(page, "Hello panes")
    status(page, 2, "failed")
    expect(pane(page, 2).locator(".error-card")).to_contain_text("two")
    for number in (1, 3):
        status(page, number, "in_progress")
    for text in ("One answer.", "Another answer."):
        answer(upstream, text)
    expect(page.locator("[data-run][data-status='completed']")).to_have_count(2)
    figures = page.locator("#figures tbody tr")
    expect(figures).to_have_count(3)
    expect(figures.nth(1)).to_contain_text("failed")
    assert [sent(page, number)["model"] for number in (1, 2, 3)] == ["one", "two", "three"]
    page.locator("#pane-2-model").fill("sandbox-fast")
    page.locator("#id_composer").fill("not sent yet")
    pane(page, 2).get_by_role("button", name="Try again").click()
    status(page, 2, "completed")
    assert sent(page, 2)["messages"] == [{"role": "user", "content": "Hello panes"}]
    expect(page.locator("#id_composer")).to_have_value("not sent yet")


def test_streams_in_all_panes_at_once_and_stops_one_or_all(page: Page, upstream: ScriptedUpstream) -> None:
    opened(page, "one", "two")
    prompt(page, "Hello")
    for number in (1, 2):
        status(page, number, "in_progress")
    pane(page, 1).get_by_role("button", name="Stop pane 1").click()
    status(page, 1, "cancelled")
    status(page, 2, "in_progress")
    page.keyboard.press("Escape")
    status(page, 2, "cancelled")
    expect(page.locator("#compare")).not_to_have_attribute("data-live", "")


def test_goes_on_in_every_pane_with_its_own_answer_after_a_reload(
    page: Page, upstream: ScriptedUpstream
) -> None:
    opened(page, "one", "two")
    prompt(page, "First")
    for number in (1, 2):
        status(page, number, "in_progress")
    for text in ("this answer", "that answer"):
        answer(upstream, text)
    expect(page.locator("[data-run][data-status='completed']")).to_have_count(2)
    page.get_by_role("button", name="Show differences").click()
    expect(page.locator("#differences del").last).to_contain_text("th")
    expect(page.locator("#differences ins")).to_have_count(2)
    page.keyboard.press("Escape")
    page.locator("#id_composer").fill("Half a thou")
    with page.expect_response(lambda response: "other" in (response.request.post_data or "")):
        page.locator("#pane-2-model").fill("other")
    page.reload()
    expect(page.locator("#id_composer")).to_have_value("Half a thou")
    expect(page.locator("#pane-2-model")).to_have_value("other")
    expect(page.locator("[data-run]")).to_have_count(2)
    prompt(page, "Second")
    expect(page.locator("[data-run]")).to_have_count(4)
    for number in (1, 2):
        shown = pane(page, number).locator(".answer p").first.inner_text().strip()
        assert [message["content"] for message in sent(page, number)["messages"]] == [
            "First",
            shown,
            "Second",
        ]
    page.keyboard.press("Escape")
    expect(page.locator("[data-live]")).to_have_count(0)


def test_gives_a_parameter_to_all_panes(page: Page, upstream: ScriptedUpstream) -> None:
    opened(page, "one", "two")
    pane(page, 1).locator("[popovertarget='pane-1-params']").first.click()
    page.locator("#pane-1-temperature").fill("0.3")
    page.get_by_role("button", name="Give temperature to all panes").click()
    expect(page.locator("#pane-2-temperature")).to_have_value("0.3")
    page.locator("#pane-1-seed").fill("7")
    page.get_by_role("button", name="Apply to all panes").click()
    expect(page.locator("#pane-2-seed")).to_have_value("7")
    expect(page.locator("#pane-2-model")).to_have_value("two")


def test_says_at_the_pane_what_to_mend_and_sends_nothing(page: Page, upstream: ScriptedUpstream) -> None:
    opened(page, "one", "two")
    page.locator("#pane-2-temperature").evaluate(
        "(box) => { box.value = '3'; box.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    prompt(page, "Hello")
    summary = page.locator("[data-errors]")
    expect(summary).to_contain_text("Pane 2: temperature must be 2 or less")
    summary.get_by_role("link").click()
    expect(page.locator("#pane-2-temperature")).to_be_focused()
    expect(page.locator("[data-run]")).to_have_count(0)


def test_opens_the_conversation_of_the_chat_page(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page, "From the chat")
    upstream.token("An answer")
    upstream.finish()
    ended(page)
    page.locator("#id_composer").fill("Next question")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#shared-list textarea")).to_have_count(2)
    expect(page.locator("#shared-list textarea").first).to_have_value("From the chat")
    expect(page.locator("#id_composer")).to_have_value("Next question")
    expect(page.locator("#pane-1-model")).to_have_value("scripted")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_every_width_and_gives_axe_nothing_to_find(
    page: Page, upstream: ScriptedUpstream, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    opened(page, "one", "two", "three")
    prompt(page, "Hello " + "long" * 100)
    for number in (1, 2, 3):
        status(page, number, "in_progress")
    page.keyboard.press("Escape")
    expect(page.locator("[data-run][data-status='cancelled']")).to_have_count(3)
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert fits(page), width
        expect(page.locator("#run")).to_be_in_viewport(ratio=1)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()


def test_repeats_a_run_and_shows_the_repeats_arriving(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page, "Again and again")
    upstream.token("An answer")
    upstream.finish()
    ended(page)
    page.goto(f"/history/{page.locator('[data-run]').last.get_attribute('data-run')}/")
    page.get_by_role("link", name="Repeat").click()
    page.locator("#id_times").fill("3")
    page.get_by_role("button", name="Repeat").click()
    expect(page.locator("#set")).to_contain_text("0 of 3 done")
    for _ in range(3):
        upstream.answer()
    expect(page.locator("#set")).to_contain_text("3 of 3 done")
    expect(page.locator("#set")).to_contain_text("1 distinct answer")
    expect(page.locator("#set circle").first).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert fits(page)
    assert json.loads(page.request.get(f"{page.url.rstrip('/')}.json").text())["kind"] == "repeat"
