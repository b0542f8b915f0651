"""The conversation of the chat page: rows, the composer, keys, what survives a reload."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.started import StartedServer

FAST = "/chat/?model=sandbox-fast&stream=true"


@pytest.fixture
def chat(page: Page) -> Page:
    page.goto(FAST)
    return page


def add(page: Page, text: str) -> None:
    rows = page.locator(".message")
    count = rows.count()
    page.locator("#id_composer").fill(text)
    page.keyboard.press("Control+Shift+Enter")
    expect(rows).to_have_count(count + 1)
    expect(page.locator("#id_composer")).to_have_value("")


def texts(page: Page) -> list[str]:
    return page.locator(".message .message-text").all_text_contents()


def ended(page: Page, count: int = 1) -> None:
    expect(page.locator("[data-run][data-status='completed']")).to_have_count(count, timeout=15_000)


def test_runs_what_was_typed_and_empties_the_composer(chat: Page) -> None:
    chat.locator("#id_composer").fill("Hello")
    chat.keyboard.press("Control+Enter")
    ended(chat)
    expect(chat.locator("#id_composer")).to_have_value("")
    expect(chat.locator("#status")).to_contain_text("Complete")


def test_edits_moves_and_removes_messages_by_keys(chat: Page) -> None:
    for text in ("one", "two", "three"):
        add(chat, text)
    chat.locator(".message").nth(1).focus()
    chat.keyboard.press("Alt+ArrowUp")
    chat.keyboard.press("Enter")
    chat.keyboard.press("Control+A")
    chat.keyboard.type("second")
    chat.keyboard.press("Control+Enter")
    expect(chat.locator(".message").first).to_contain_text("second")
    chat.locator(".message").last.focus()
    chat.keyboard.press("Delete")
    assert texts(chat) == ["second", "one"]


def test_leaves_a_message_as_it_was_on_escape(chat: Page) -> None:
    add(chat, "keep")
    chat.locator(".message-text").click()
    chat.keyboard.type("changed")
    chat.keyboard.press("Escape")
    assert texts(chat) == ["keep"]


def test_sends_a_message_as_it_stands_in_its_editor(chat: Page) -> None:
    add(chat, "first wording")
    chat.locator(".message-text").click()
    chat.keyboard.press("Control+A")
    chat.keyboard.type("final wording")
    with chat.expect_request("**/chat/") as request:
        chat.locator("#run").click()
    assert "final wording" in (request.value.post_data or "")
    ended(chat)


def test_keeps_rows_drafts_and_parameters_over_a_reload(chat: Page) -> None:
    add(chat, "a row")
    chat.locator("#id_composer").fill("a draft")
    chat.locator("#id_temperature").fill("0.3")
    chat.reload()
    expect(chat.locator(".message-text")).to_have_text("a row")
    expect(chat.locator("#id_composer")).to_have_value("a draft")
    expect(chat.locator("#id_temperature")).to_have_value("0.3")
    expect(chat).to_have_url(re.compile("temperature=0.3"))
    assert "draft" not in chat.url


def test_keeps_attached_files_over_a_reload_until_they_are_sent(chat: Page) -> None:
    files = [
        {"name": name, "mimeType": "text/plain", "buffer": name.encode()} for name in ("one.txt", "two.txt")
    ]
    chat.locator("#id_composer_uploads").set_input_files(files)
    names = chat.locator("#uploads .upload-name")
    expect(chat.locator("[name='composer_files']")).to_have_count(2)
    chat.reload()
    expect(names).to_have_text(["one.txt", "two.txt"])
    chat.get_by_role("button", name="Remove one.txt").click()
    chat.reload()
    expect(names).to_have_text(["two.txt"])
    chat.locator("#id_composer").fill("Read this")
    chat.locator("#run").click()
    ended(chat)
    expect(chat.locator(".message .chip")).to_have_text("two.txt")
    chat.reload()
    expect(chat.locator(".message .chip")).to_have_text("two.txt")
    expect(names).to_have_count(0)


def test_attaches_a_picture_by_its_address(chat: Page) -> None:
    chat.get_by_role("button", name="Picture by its address").click()
    chat.keyboard.type("example.org/p.png")
    chat.keyboard.press("Enter")
    expect(chat.locator("#id_picture_address_error")).to_contain_text("https://")
    chat.get_by_label("Address of a picture").fill("https://example.org/p.png?a=1&b=2")
    chat.get_by_role("button", name="Attach", exact=True).click()
    expect(chat.locator("#uploads .upload-name")).to_have_text("https://example.org/p.png?a=1&b=2")
    chat.reload()
    expect(chat.locator("#uploads .upload-name")).to_have_text("https://example.org/p.png?a=1&b=2")
    chat.locator("#id_composer").fill("What is this?")
    chat.keyboard.press("Control+Shift+Enter")
    expect(chat.locator(".message .chip")).to_have_text("https://example.org/p.png?a=1&b=2")
    expect(chat.locator("#uploads .upload")).to_have_count(0)
    assert (
        chat.evaluate("conversation.messages()[0].content[1].image_url.url")
        == "https://example.org/p.png?a=1&b=2"
    )


def test_goes_on_from_an_edited_answer(chat: Page) -> None:
    chat.locator("#id_composer").fill("Hello")
    chat.keyboard.press("Control+Enter")
    ended(chat)
    chat.locator("[data-run] [data-action='edit']").click()
    chat.keyboard.press("Control+A")
    chat.keyboard.type("my **own** answer")
    chat.keyboard.press("Control+Enter")
    expect(chat.locator(".message[data-role='assistant'] strong")).to_have_text("own")
    expect(chat.locator("[data-run]")).to_have_count(0)


def test_runs_again_without_taking_the_draft(chat: Page) -> None:
    chat.locator("#id_composer").fill("Hello")
    chat.keyboard.press("Control+Enter")
    ended(chat)
    before = chat.locator("[data-run]").get_attribute("id")
    chat.locator("#id_composer").fill("next question")
    chat.locator("[data-action='regenerate']").click()
    expect(chat.locator(f"#{before}")).to_have_count(0)
    ended(chat)
    expect(chat.locator("#id_composer")).to_have_value("next question")


def test_keeps_what_was_typed_when_the_form_is_refused(chat: Page) -> None:
    chat.locator("#id_composer").fill("do not lose me")
    chat.locator("#id_temperature").fill("9")
    chat.locator("#run").click()
    expect(chat.locator(".error-summary")).to_be_focused()
    chat.locator("#errors a").click()
    expect(chat.locator("#id_temperature")).to_be_focused()
    expect(chat.locator("#id_composer")).to_have_value("do not lose me")


def test_asks_for_the_text_where_sockets_do_not_get_through(page: Page) -> None:
    page.route_web_socket("**/ws/runs/**", lambda socket: socket.close(code=4404))
    page.goto("/chat/?model=sandbox-slow&stream=true&max_completion_tokens=12")
    page.locator("#id_composer").fill("Hello")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".run-hint")).to_contain_text("every second")
    ended(page)


def test_finds_pages_and_actions_in_the_palette(chat: Page) -> None:
    chat.keyboard.press("Control+k")
    chat.keyboard.type("history")
    chat.keyboard.press("Enter")
    expect(chat).to_have_url("/history/")


def test_lists_the_shortcuts_and_focuses_the_input(chat: Page) -> None:
    chat.keyboard.press("?")
    expect(chat.locator("#shortcuts")).to_be_visible()
    chat.keyboard.press("Escape")
    chat.keyboard.press("/")
    expect(chat.locator("#id_composer")).to_be_focused()


def test_pins_the_theme_without_a_flash(chat: Page) -> None:
    for _ in range(2):
        chat.locator("[data-theme-button]").click()
    answer = chat.request.get("/chat/")
    assert 'data-theme="dark"' in answer.text()


@pytest.mark.parametrize("width", [360, 900])
def test_keeps_run_in_reach_and_never_scrolls_sideways(
    browser: Browser, server: StartedServer, width: int
) -> None:
    page = browser.new_page(base_url=server.url, viewport={"width": width, "height": 640})
    page.goto(FAST)
    page.locator("#id_composer").fill("word" * 400)
    page.locator("#run").click()
    ended(page)
    expect(page.locator("#run")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".drawer-button.for-params").click()
    expect(page.locator("#id_model")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#id_model")).to_be_hidden()
    page.close()


def test_works_without_javascript(browser: Browser, server: StartedServer) -> None:
    page = browser.new_page(base_url=server.url, java_script_enabled=False)
    page.goto(FAST)
    page.locator("#id_composer").fill("no script here")
    page.locator("#run").click()
    expect(page).to_have_url(re.compile("/history/"))
    page.close()
