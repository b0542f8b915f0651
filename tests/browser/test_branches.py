"""A conversation's branches, its list, and long ones: what only a browser shows."""

import json
import uuid

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import ended, run_of, send

FAST = "/chat/?model=sandbox-fast&stream=true&max_completion_tokens=20"


@pytest.fixture
def chat(page: Page) -> Page:
    """A conversation of two questions."""
    page.goto(FAST)
    for count, words in enumerate(("One apple", "Two apples"), 1):
        send(page, words)
        expect(page.locator("[data-run][data-status='completed']")).to_have_count(count)
    return page


def edit_first(page: Page, words: str, keys: str) -> None:
    page.locator(".message").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    page.keyboard.press(keys)


def test_branches_by_editing_and_goes_back(chat: Page) -> None:
    edit_first(chat, "One pear", "Control+Shift+Enter")
    expect(chat.locator(".fork-place")).to_have_text("2 / 2")
    expect(chat.locator(".message .message-text")).to_have_text(["One pear"])
    ended(chat)
    address = chat.url
    chat.reload()
    expect(chat.locator(".fork-place")).to_have_text("2 / 2")
    assert chat.url == address
    chat.get_by_label("Previous branch").focus()
    chat.keyboard.press("ArrowLeft")
    expect(chat.locator(".message .message-text")).to_have_text(["One apple", "Two apples"])
    expect(chat.locator(".fork-place")).to_have_text("1 / 2")
    chat.go_back()
    expect(chat.locator(".message .message-text")).to_have_text(["One pear"])


def test_answers_a_changed_message_when_nothing_is_typed(chat: Page) -> None:
    edit_first(chat, "One plum", "Control+Enter")
    chat.locator("#run").click()
    expect(chat.locator(".fork-place")).to_have_text("2 / 2")
    expect(chat.locator(".message .message-text")).to_have_text(["One plum"])


def test_regenerates_beside_the_old_answer(chat: Page) -> None:
    chat.locator("[data-action='regenerate']").last.click()
    expect(chat.locator(".fork-place")).to_have_text("2 / 2")
    expect(chat.locator(".message .message-text")).to_have_text(["One apple", "Two apples"])


def test_finds_renames_and_exports_a_conversation(chat: Page) -> None:
    chat.get_by_role("button", name="Conversations", exact=True).click()
    current = chat.locator(".conversation-row:has([aria-current='true'])")
    expect(current).to_contain_text("One apple")
    current.locator("[data-row-link]").focus()
    chat.keyboard.press("F2")
    expect(chat.get_by_label("Title")).to_be_focused()
    chat.keyboard.type("Fruit of all kinds")
    chat.keyboard.press("Enter")
    expect(current).to_contain_text("Fruit of all kinds")
    chat.get_by_placeholder("Search titles and texts").fill("fruit")
    expect(chat.locator(".conversation-row")).to_have_count(1)
    chat.keyboard.press("Escape")
    chat.get_by_role("button", name="Export").click()
    with chat.expect_download() as download:
        chat.get_by_role("link", name="JSONL one line").click()
    assert download.value.suggested_filename == "fruit-of-all-kinds.jsonl"
    line = json.loads(download.value.path().read_text())
    assert [message["role"] for message in line["messages"]] == ["user", "assistant"] * 2


def test_goes_on_in_a_second_tab(chat: Page, context: BrowserContext) -> None:
    second = context.new_page()
    second.goto(chat.url)
    for page, words in ((chat, "Three here"), (second, "Three there")):
        send(page, words)
        expect(page.locator("[data-run][data-status='completed']").last).to_be_visible()
        ended(page)
    expect(second.locator(".fork-place")).to_have_text("2 / 2")


def test_sends_all_of_500_messages_and_loads_earlier_ones(
    context: BrowserContext, scripted_server: StartedServer, upstream: ScriptedUpstream
) -> None:
    said = [{"role": ("user", "assistant")[place % 2], "content": f"Word {place}"} for place in range(499)]
    page = context.new_page()
    page.goto(f"{scripted_server.url}/chat/")
    run = str(uuid.uuid4())
    token = page.locator("[name='csrfmiddlewaretoken']").first.input_value()
    form = {"csrfmiddlewaretoken": token, "run": run, "model": "scripted", "messages": json.dumps(said)}
    upstream.answer()
    page.request.post(f"{scripted_server.url}/chat/", form=form, headers={"Origin": scripted_server.url})
    assert upstream.asked.wait(10)
    page.goto(f"{scripted_server.url}/chat/?run={run}")
    ended(page)
    rows = page.locator(".message")
    expect(rows.last).to_contain_text("Word 498")
    assert rows.count() < 100
    expect(run_of(page)).to_be_in_viewport()
    page.locator("#transcript-scroll").evaluate("(scroller) => { scroller.scrollTop = 0; }")
    expect(rows.filter(has_text="Word 439")).to_have_count(1)
    # What was at the top is still there, below what came.
    expect(rows.filter(has_text="Word 439")).not_to_be_in_viewport()
    place = page.locator("#earlier").get_attribute("data-reference") or ""
    page.reload()
    expect(page.locator("#earlier")).to_have_attribute("data-reference", place)
    expect(rows.filter(has_text="Word 439")).to_have_count(1)
    page.locator("#transcript-scroll").evaluate("(scroller) => { scroller.scrollTop = 0; }")
    expect(rows.filter(has_text="Word 399")).to_have_count(1)
    upstream.asked.clear()
    send(page, "The last")
    assert upstream.asked.wait(10)
    assert [message["content"] for message in upstream.body["messages"]] == [
        *(message["content"] for message in said),
        "Whole.",
        "The last",
    ]
    upstream.answer()
    ended(page)
