"""Stopping in the moments between the press on Run and the page's answer."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import CHAT, answer, ask, ended, kept, send


@pytest.fixture(scope="module")
def server(scripted_server: StartedServer) -> StartedServer:
    return scripted_server


def held_form(page: Page, prompt: str) -> Route:
    """The form on its way to the playground, as long as the test holds it."""
    held: list[Route] = []
    page.route("**/chat/", lambda route: held.append(route), times=1)
    with page.expect_request("**/chat/"):
        send(page, prompt)
    expect(page.locator("[data-action='stop']")).to_be_visible()
    return held[0]


def press_escape(page: Page) -> None:
    with page.expect_response("**/stop/") as stopped:
        page.keyboard.press("Escape")
    assert stopped.value.status == 204
    expect(page.locator("[data-stop-label]")).to_have_text("Stopping")


def test_sends_nothing_when_stopped_before_the_page_has_answered(
    page: Page, upstream: ScriptedUpstream
) -> None:
    page.goto(CHAT)
    form = held_form(page, "Never mind")
    press_escape(page)
    form.continue_()
    ended(page, "cancelled")
    expect(page.locator("[data-action='stop']")).to_be_hidden()
    expect(page.locator("#status")).to_have_text("Stopped")
    assert kept(page)["title"] == "Never mind"
    send(page, "This one")
    assert upstream.asked.wait(15)
    upstream.token("Yes.")
    upstream.finish()
    expect(answer(page)).to_have_text("Yes.")
    assert len(upstream.requests) == 1


def test_says_how_fast_it_writes_while_it_does(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(CHAT)
    send(page, "Hello")
    chips = page.locator("[data-run] .chips")
    while not chips.get_by_text("tok/s").count():
        upstream.token("Some words. ")
        expect(chips).to_contain_text("first token")
    expect(chips).to_contain_text("≈")
    upstream.finish()
    ended(page)


def test_runs_a_mended_form_that_was_stopped_before_it_was_refused(
    page: Page, upstream: ScriptedUpstream
) -> None:
    page.goto(f"{CHAT}&temperature=9")
    form = held_form(page, "Too hot")
    press_escape(page)
    with page.expect_response("**/delete/"):
        form.continue_()
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.locator("[data-action='stop']")).to_be_hidden()
    page.locator("#id_temperature").fill("1")
    page.locator("#run").click()
    assert upstream.asked.wait(15)
    upstream.token("Fine.")
    upstream.finish()
    ended(page)
    expect(answer(page)).to_have_text("Fine.")


def test_moves_the_focus_between_run_and_stop(page: Page, upstream: ScriptedUpstream) -> None:
    run, stop = page.locator("#run"), page.locator("[data-action='stop']")
    page.goto("/completions/?model=scripted&stream=true")
    page.locator("#id_prompt").fill("Once")
    run.focus()
    page.keyboard.down("Enter")
    expect(stop).to_be_focused()
    # Held, as a second press without a release is: it stops nothing.
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    assert upstream.asked.wait(15)
    upstream.event({"choices": [{"index": 0, "text": " upon a time"}]})
    expect(page.locator("#id_prompt")).to_have_value("Once upon a time")
    expect(page.locator("[data-stop-label]")).to_have_text("Stop")
    page.keyboard.press("Enter")
    ended(page, "cancelled")
    expect(run).to_be_focused()
    assert len(upstream.requests) == 1


def test_leaves_the_focus_where_it_is_typed(page: Page, upstream: ScriptedUpstream) -> None:
    composer, stop = page.locator("#id_composer"), page.locator("[data-action='stop']")
    ask(page)
    assert upstream.asked.wait(15)
    expect(composer).to_be_focused()
    upstream.finish()
    ended(page)
    expect(stop).to_be_hidden()
    expect(composer).to_be_focused()

    # Run stays where it is in chat, and keeps its focus; Stop goes with the run.
    upstream.reset()
    composer.fill("Again")
    page.locator("#run").click()
    assert upstream.asked.wait(15)
    expect(page.locator("#run")).to_be_focused()
    stop.focus()
    upstream.finish()
    ended(page)
    expect(page.locator("#run")).to_be_focused()
