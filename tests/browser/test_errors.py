"""What goes wrong upstream or in the form: said in its place, with a way on."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import CHAT, answer, ask, ended, kept, run_of, send, uuid_of


@pytest.fixture(scope="module")
def server(scripted_server: StartedServer) -> StartedServer:
    return scripted_server


def refuse(upstream: ScriptedUpstream, status: str, more: str = "", **error: str) -> None:
    error = {"message": "The upstream said no.", "type": "some_error", **error}
    upstream.answer(
        json.dumps({"error": error}).encode(), status=status, more=f"x-request-id: req_7\r\n{more}"
    )


def card_of(page: Page) -> Locator:
    ended(page, "failed")
    return run_of(page).get_by_role("alert")


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[data-param='{name}']")


def works_again(page: Page, upstream: ScriptedUpstream) -> None:
    """Try again takes the failed run's place and ends well."""
    upstream.asked.clear()
    page.get_by_role("button", name="Try again").click()
    assert upstream.asked.wait(15)
    upstream.token("Well again.")
    upstream.finish()
    expect(answer(page)).to_have_text("Well again.")
    ended(page)
    expect(page.locator("[data-run]")).to_have_count(1)


def test_leads_from_a_refused_key_to_the_connections(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    refuse(upstream, "401 Unauthorized", message="Wrong key: sk-secret-1234", code="invalid_api_key")
    card = card_of(page)
    for words in ("Wrong key", "401", "some_error", "invalid_api_key", "req_7"):
        expect(card).to_contain_text(words)
    expect(card).not_to_contain_text("sk-secret-1234")
    expect(page.locator("#status")).to_have_text("Failed")
    card.get_by_role("link", name="Open connections").click()
    expect(page).to_have_url("/connections/")


def test_counts_down_to_the_next_try(page: Page, upstream: ScriptedUpstream) -> None:
    page.clock.install()
    ask(page)
    # Longer than a run waits by itself.
    refuse(upstream, "429 Too Many Requests", "retry-after: 90\r\n", code="rate_limit_exceeded")
    card = card_of(page)
    button = card.get_by_role("button", name="Try again")
    expect(card).to_contain_text("429")
    expect(button).to_contain_text("Try again in")
    page.clock.fast_forward(60_000)
    expect(button).to_contain_text("Try again in")
    page.clock.fast_forward(60_000)
    expect(button).to_have_text("Try again")
    works_again(page, upstream)


def test_tries_again_by_itself_when_told_to_wait_a_moment(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    refuse(upstream, "429 Too Many Requests", "retry-after-ms: 10\r\n")
    upstream.token("Now.")
    upstream.finish()
    ended(page)
    expect(answer(page)).to_have_text("Now.")


def test_offers_another_try_when_the_server_failed(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    refuse(upstream, "500 Internal Server Error", message="Out of luck")
    card = card_of(page)
    expect(card).to_contain_text("Out of luck")
    expect(card).to_contain_text("500")
    works_again(page, upstream)
    assert upstream.body["messages"] == [{"role": "user", "content": "Hello"}]


def test_keeps_the_text_of_a_cut_stream(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    upstream.token("Half of ")
    expect(answer(page)).to_contain_text("Half of")
    upstream.cut()
    expect(card_of(page)).to_contain_text("What arrived is kept")
    expect(answer(page)).to_have_text("Half of")
    page.reload()
    expect(card_of(page)).to_contain_text("What arrived is kept")
    expect(answer(page)).to_have_text("Half of")
    works_again(page, upstream)


def test_shows_an_error_inside_the_stream_under_its_text(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    upstream.token("Before")
    upstream.event({"error": {"message": "<b>Overloaded</b>", "type": "server_error"}})
    expect(card_of(page)).to_contain_text("<b>Overloaded</b>")
    expect(answer(page)).to_have_text("Before")


def test_marks_the_field_that_the_server_names(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page, address=f"{CHAT}&metadata=%7B%22a%22%3A%22b%22%7D&store=true&temperature=1.5")
    refuse(upstream, "400 Bad Request", message="Too hot for this model", param="temperature")
    card = card_of(page)
    expect(field(page, "temperature").locator(".field-error")).to_have_text("Too hot for this model")
    page.reload()
    expect(field(page, "temperature").locator(".field-error")).to_have_text("Too hot for this model")
    box = page.locator("#id_temperature")
    expect(box).to_have_attribute("aria-invalid", "true")
    card.get_by_role("link", name="temperature").click()
    expect(box).to_be_focused()
    box.fill("1")
    expect(field(page, "temperature").locator(".field-error")).to_have_text("")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    page.reload()
    expect(card_of(page)).to_be_visible()
    expect(box).to_have_value("1")
    expect(field(page, "temperature").locator(".field-error")).to_have_text("")


@pytest.mark.parametrize(
    ("control", "text"), [("temperature", "1.5"), ("extra_body", '{"temperature": 1.5}')]
)
def test_leaves_an_unsupported_parameter_out_by_one_click(
    page: Page, upstream: ScriptedUpstream, control: str, text: str
) -> None:
    page.goto(f"{CHAT}&seed=7")
    page.locator("[data-section='Advanced']").evaluate("(section) => { section.open = true; }")
    page.locator(f"#id_{control}").fill(text)
    send(page, "Hello")
    refuse(upstream, "400 Bad Request", param="temperature", code="unsupported_parameter")
    card = card_of(page)
    assert upstream.body["temperature"] == 1.5
    elsewhere = page.context.new_page()
    elsewhere.goto(f"/history/{uuid_of(page)}/")
    expect(card_of(elsewhere)).to_be_visible()
    expect(elsewhere.locator(".error-card [data-action='leave-out']:visible")).to_have_count(0)
    elsewhere.close()
    upstream.asked.clear()
    card.get_by_role("button", name="Leave temperature out and run again").click()
    assert upstream.asked.wait(15)
    upstream.token("Fine.")
    upstream.finish()
    expect(answer(page)).to_have_text("Fine.")
    ended(page)
    assert "temperature" not in upstream.body
    assert upstream.body["seed"] == 7
    assert upstream.body["messages"] == [{"role": "user", "content": "Hello"}]
    assert "temperature" not in page.url


def test_says_at_the_field_what_to_mend_and_sends_nothing(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(CHAT)
    advanced = page.locator("[data-section='Advanced']")
    page.locator("#id_temperature").fill("3")
    advanced.locator("summary").first.click()
    page.locator("#id_max_tokens").fill("0")
    page.locator("#id_user").fill("someone")
    # As dragging its corner does; the next one of this id must not get it as an attribute, which the CSP refuses.
    page.locator("#id_response_format").evaluate("(editor) => { editor.style.height = '120px'; }")
    advanced.locator("summary").first.click()
    with page.expect_response("**/chat/") as response:
        send(page, "Keep me")
    assert response.value.status == 422
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Nothing was sent")
    expect(field(page, "temperature").locator(".field-error")).to_contain_text("2 or less")
    expect(page.locator("#id_temperature")).to_have_attribute("aria-invalid", "true")
    expect(advanced).to_have_attribute("open", "")
    for control, value in (
        ("composer", "Keep me"),
        ("temperature", "3"),
        ("max_tokens", "0"),
        ("user", "someone"),
    ):
        expect(page.locator(f"#id_{control}")).to_have_value(value)
    assert upstream.requests == []

    summary.get_by_role("link", name="max_tokens").click()
    expect(page.locator("#id_max_tokens")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("50")
    page.locator("#id_temperature").fill("2")
    page.keyboard.press("Control+Enter")
    assert upstream.asked.wait(15)
    upstream.finish()
    ended(page)
    expect(summary).to_have_count(0)
    expect(page.locator("[aria-invalid='true']")).to_have_count(0)
    assert (upstream.body["temperature"], upstream.body["max_tokens"]) == (2, 50)
    assert upstream.body["user"] == "someone"


def test_says_at_the_composer_that_a_message_is_missing(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(CHAT)
    page.locator("#run").click()
    composer, error = page.locator("#id_composer"), page.locator("#id_composer_error")
    expect(error).to_have_text("Write a message: the conversation is empty")
    expect(composer).to_have_attribute("aria-describedby", "id_composer_error")
    expect(composer).to_have_attribute("aria-invalid", "true")
    page.locator("[data-errors]").get_by_role("link").click()
    expect(composer).to_be_focused()
    page.keyboard.type("Here")
    expect(error).to_be_hidden()
    expect(composer).not_to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Control+Enter")
    upstream.finish()
    ended(page)


def test_tells_when_nothing_answers(page: Page, tmp_path: Path) -> None:
    with ScriptedUpstream() as gone:
        url = gone.url
    page.goto("/connections/add/")
    page.get_by_label("Name", exact=True).fill("Gone")
    page.get_by_label("Base URL").fill(url)
    page.get_by_role("button", name="Save and use").click()
    expect(page.get_by_role("listitem").filter(has_text="Gone")).to_contain_text("in use")
    ask(page)
    card = card_of(page)
    expect(card).to_contain_text("Check the connection's base URL and that the server is running")
    assert kept(page)["error"]["kind"] == "connection"
