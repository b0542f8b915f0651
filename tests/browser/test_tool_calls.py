"""The tool loop: results typed into an answer's calls, canned ones, functions of the library."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import ask, conversation, ended, run_of, send


@pytest.fixture(scope="module")
def server(scripted_server: StartedServer) -> StartedServer:
    return scripted_server


def call(upstream: ScriptedUpstream, index: int, name: str, arguments: str = "{}") -> None:
    function = {"name": name, "arguments": arguments}
    made = {"index": index, "id": f"call_{name}", "type": "function", "function": function}
    upstream.event({"choices": [{"index": 0, "delta": {"tool_calls": [made]}}]})


def test_runs_on_with_the_results_of_two_calls(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    call(upstream, 0, "weather")
    expect(run_of(page).locator(".tool-call")).to_have_count(1)
    expect(page.get_by_label("Result of weather")).to_have_count(0)
    call(upstream, 1, "time")
    upstream.finish("tool_calls")
    ended(page)
    page.get_by_label("Result of weather").fill("rain")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".tool-continue [role='alert']")).to_contain_text("result of time")
    page.locator("#id_composer").fill("my draft")
    page.reload()
    expect(page.get_by_label("Result of weather")).to_have_value("rain")
    upstream.asked.clear()
    page.get_by_label("Result of time").fill("noon")
    page.get_by_label("Result of time").press("Control+Enter")
    assert upstream.asked.wait(15)
    sent = upstream.body["messages"]
    assert [message["role"] for message in sent] == ["user", "assistant", "tool", "tool"]
    assert [(one["tool_call_id"], one["content"]) for one in sent[2:]] == [
        ("call_weather", "rain"),
        ("call_time", "noon"),
    ]
    upstream.token("Done.")
    upstream.finish()
    ended(page)
    expect(page.locator("#id_composer")).to_have_value("my draft")
    expect(page.get_by_role("button", name="Continue").filter(visible=True)).to_have_count(0)
    assert conversation(page)[-1]["content"] == "Done."


def test_fills_in_a_remembered_result(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page)
    call(upstream, 0, "rate")
    upstream.finish("tool_calls")
    ended(page)
    page.get_by_label("Result of rate").fill("1.5")
    page.get_by_label("Use this result next time").check()
    with page.expect_response("**/library/result/remember/"):
        page.get_by_role("button", name="Continue").click()
    call(upstream, 0, "rate")
    upstream.finish("tool_calls")
    expect(page.locator("[data-run][data-status='completed']")).to_have_count(2)
    box = run_of(page).get_by_label("Result of rate")
    expect(box).to_have_value("1.5")
    expect(run_of(page).get_by_text("canned result")).to_be_visible()
    box.fill("2")
    expect(run_of(page).get_by_text("canned result")).to_be_hidden()


def test_sends_a_function_of_the_library(page: Page, upstream: ScriptedUpstream) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    page.goto("/library/add/")
    page.get_by_label("name", exact=True).fill("get_city")
    page.get_by_label("parameters").fill(json.dumps(schema))
    expect(page.get_by_text("A valid JSON Schema")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/library/")
    page.goto("/chat/?model=scripted&stream=true")
    page.locator("[data-section='Tools'] > summary").click()
    page.locator("[data-tool='choose']").click()
    page.locator("[data-choose-definition]", has_text="get_city").click()
    expect(page.locator(".tool-row")).to_contain_text("get_city")
    send(page, "Go")
    assert upstream.asked.wait(15)
    wire = {"type": "function", "function": {"name": "get_city", "parameters": schema}}
    assert upstream.body["tools"] == [wire]
    call(upstream, 0, "get_city", '{"city": 5}')
    upstream.finish("tool_calls")
    ended(page)
    expect(page.locator(".tool-call-fit")).to_contain_text("Does not fit: /city must be a string")


def test_marks_the_place_that_does_not_fit_the_schema(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto("/chat/?model=scripted&stream=true")
    page.locator("[data-format-kind='json_schema']").click()
    send(page, "Go")
    assert upstream.asked.wait(15)
    assert upstream.body["response_format"]["type"] == "json_schema"
    upstream.token('{"title": "t", "points": ["a", 7]}')
    upstream.finish()
    ended(page)
    expect(page.locator(".answer-fit")).to_contain_text("Does not fit: /points/1 must be a string")
    expect(page.locator("mark.violation")).to_have_text("7")
    page.get_by_label("Formatted").uncheck()
    expect(page.locator("mark.violation")).to_be_hidden()
    expect(run_of(page).locator(".markdown")).to_be_visible()


def test_runs_on_by_itself_where_every_result_is_canned(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto("/library/add/")
    page.get_by_label("name", exact=True).fill("price")
    page.get_by_label("parameters").fill('{"type": "object", "properties": {}}')
    page.get_by_label("Canned result", exact=True).fill('{"eur": 1.50}')
    page.get_by_label("Send the canned result by itself").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/library/")
    ask(page)
    call(upstream, 0, "price")
    expect(run_of(page).locator(".tool-call")).to_have_count(1)
    upstream.asked.clear()
    upstream.finish("tool_calls")
    assert upstream.asked.wait(15)
    answered = upstream.body["messages"][-1]
    assert answered == {"role": "tool", "tool_call_id": "call_price", "content": '{"eur": 1.50}'}
    upstream.token("It costs 1.50.")
    upstream.finish()
    expect(page.locator("[data-run][data-status='completed']")).to_have_count(2)
    expect(page.locator(".message[data-role='tool']")).to_contain_text("1.50")


def test_answers_a_custom_tool_and_the_deprecated_function_call(
    page: Page, upstream: ScriptedUpstream
) -> None:
    ask(page)
    custom = {"index": 0, "id": "call_1", "type": "custom", "custom": {"name": "write", "input": "print(1)"}}
    upstream.event({"choices": [{"index": 0, "delta": {"tool_calls": [custom]}}]})
    upstream.finish("tool_calls")
    ended(page)
    expect(run_of(page).locator(".tool-call .code-text")).to_have_text("print(1)")
    upstream.asked.clear()
    page.get_by_label("Result of write").fill("1")
    page.get_by_role("button", name="Continue").click()
    assert upstream.asked.wait(15)
    assert upstream.body["messages"][-2]["tool_calls"][0]["custom"] == {"name": "write", "input": "print(1)"}
    assert upstream.body["messages"][-1] == {"role": "tool", "tool_call_id": "call_1", "content": "1"}
    named = {"function_call": {"name": "get_weather", "arguments": '{"city": "Rome"}'}}
    upstream.event({"choices": [{"index": 0, "delta": named}]})
    upstream.finish("function_call")
    expect(page.locator("[data-run][data-status='completed']")).to_have_count(2)
    upstream.asked.clear()
    run_of(page).get_by_label("Result of get_weather").fill("sunny")
    run_of(page).get_by_role("button", name="Continue").click()
    assert upstream.asked.wait(15)
    assert upstream.body["messages"][-2]["function_call"] == named["function_call"]
    assert upstream.body["messages"][-1] == {"role": "function", "name": "get_weather", "content": "sunny"}
    upstream.token("Sunny in Rome.")
    upstream.finish()
    ended(page)


def test_goes_on_from_the_choice_whose_tab_is_open(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page, address="/chat/?model=scripted&stream=true&n=2")
    upstream.token("The first answer")
    made = {"index": 0, "id": "call_b", "type": "function", "function": {"name": "look", "arguments": "{}"}}
    upstream.event({"choices": [{"index": 1, "delta": {"tool_calls": [made]}}]})
    upstream.event({"choices": [{"index": 1, "delta": {}, "finish_reason": "tool_calls"}]})
    upstream.finish()
    ended(page)
    expect(run_of(page).locator(".tool-call")).to_be_hidden()
    page.get_by_role("tab", name="Choice 1").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Choice 2")).to_be_focused()
    expect(run_of(page).locator(".markdown").first).to_be_hidden()
    upstream.asked.clear()
    page.get_by_label("Result of look").fill("seen")
    page.get_by_role("button", name="Continue").click()
    assert upstream.asked.wait(15)
    roles = [message["role"] for message in upstream.body["messages"]]
    assert roles == ["user", "assistant", "tool"]
    assert upstream.body["messages"][1]["tool_calls"][0]["id"] == "call_b"
    upstream.token("Done")
    upstream.event({"choices": [{"index": 1, "delta": {"content": "Also"}, "finish_reason": "stop"}]})
    upstream.finish()
    ended(page)
