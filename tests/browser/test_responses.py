"""Responses as a person uses them, against the sandbox."""

import json
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from .chat_page import ended, fits, kept, run_of
from .test_accessibility import TAGS


def picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "PNG")
    return content.getvalue()


def ask(page: Page, prompt: str, address: str = "/responses/?model=sandbox-fast&stream=true") -> None:
    page.goto(address)
    send(page, prompt)


def send(page: Page, prompt: str) -> None:
    page.locator("#id_input").fill(prompt)
    page.locator("#id_input").press("Control+Enter")


def with_tools(page: Page, *tools: dict[str, object]) -> None:
    page.locator("[data-param='tools'] .raw > summary").click()
    page.locator("#id_tools").fill(json.dumps(tools))


def items(page: Page) -> list[str]:
    found: list[str] = run_of(page).locator(".item").evaluate_all("all => all.map((one) => one.dataset.item)")
    return found


def test_shows_each_item_in_a_timeline(page: Page) -> None:
    page.goto("/responses/?model=sandbox-reasoning&stream=true")
    with_tools(
        page,
        {"type": "web_search"},
        {"type": "code_interpreter", "container": {"type": "auto"}},
        {"type": "image_generation"},
    )
    page.locator("[data-reasoning='summary']").select_option("auto")
    send(page, "Search the web, calculate with code, draw a picture of the sea")
    # While it is under way, the first items are there already.
    expect(run_of(page).locator(".item[data-item='reasoning'] .markdown")).to_contain_text("sandbox")
    expect(run_of(page)).to_have_attribute("data-status", "in_progress")
    ended(page)
    whole = ["reasoning", "web_search_call", "code_interpreter_call", "image_generation_call", "message"]
    assert items(page) == whole
    expect(run_of(page).locator(".item[data-item='code_interpreter_call'] code")).to_contain_text("words =")
    picture = run_of(page).locator(".item[data-item='image_generation_call'] img")
    expect(picture).to_have_js_property("naturalWidth", 1024)
    expect(run_of(page).locator(".sources a")).to_have_attribute("href", "https://example.com/sandbox")
    message = run_of(page).locator(".item[data-item='message']")
    expect(message.locator(".item-took")).to_contain_text("s")
    message.locator(".item-head").click()
    expect(message.locator(".markdown")).to_be_hidden()
    assert "base64" not in json.dumps(kept(page)["response"])
    took = run_of(page).locator(".item-took").all_inner_texts()
    page.reload()
    expect(run_of(page).locator(".item")).to_have_count(len(whole))
    assert run_of(page).locator(".item-took").all_inner_texts() == took


def test_answers_a_call_in_place_and_goes_on(page: Page) -> None:
    page.goto("/responses/?model=sandbox-fast&stream=true")
    page.locator("[data-param='tools'] .raw > summary").click()
    page.locator("[data-param='tools'] [data-preset]", has_text="function").click()
    expect(page.locator(".tool-row")).to_contain_text("get_weather")
    send(page, "What is the weather in the city of Paris?")
    ended(page)
    expect(run_of(page).locator(".tool-call-fit")).to_contain_text("Fits the parameters")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".tool-continue [role='alert']")).to_contain_text("result of get_weather")
    page.locator("#id_input").fill("my draft")
    page.get_by_label("Result of get_weather").fill("rain")
    page.get_by_label("Result of get_weather").press("Control+Enter")
    expect(page.locator("[data-run]")).to_have_count(2)
    ended(page)
    expect(run_of(page).locator(".markdown")).to_contain_text("rain")
    expect(page.locator("#id_input")).to_have_value("my draft")
    expect(page.get_by_role("button", name="Continue").filter(visible=True)).to_have_count(0)
    first = page.locator("[data-run]").first.locator(".response-facts .mono").inner_text()
    assert kept(page)["params"]["previous_response_id"] == first
    # The thread is there again after a reload.
    page.reload()
    expect(page.locator("[data-run]")).to_have_count(2)


def test_forks_from_the_tree_and_deletes_upstream(page: Page) -> None:
    ask(page, "First of a thread")
    ended(page)
    send(page, "Second of a thread")
    expect(page.locator("[data-run]")).to_have_count(2)
    ended(page)
    page.goto("/stored/responses/")
    thread = page.locator(".thread", has_text="First of a thread")
    root = thread.locator(".branch", has_text="First of a thread")
    identifier = root.get_attribute("data-node")
    root.get_by_role("link", name="Fork").click()
    expect(page.locator("#composer-thread")).to_contain_text(identifier or "?")
    send(page, "A fork of the first")
    ended(page)
    assert kept(page)["params"]["previous_response_id"] == identifier
    page.goto("/stored/responses/")
    depths = thread.locator(".branch").evaluate_all(
        "all => all.map((one) => /depth-(\\d+)/.exec(one.className)[1])"
    )
    assert depths == ["0", "1", "1"]
    root.locator("a").first.click()
    expect(page.locator("#input-items .input-row")).to_contain_text("First of a thread")
    expect(page.locator(".timeline .item")).to_have_attribute("data-item", "message")
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete upstream").click()
    expect(page.locator("[data-run]")).to_have_attribute("data-status", "completed")
    page.goto(f"/stored/responses/{identifier}/")
    expect(page.locator(".chips")).to_contain_text("gone upstream")
    page.goto("/stored/responses/")
    expect(root).to_contain_text("gone upstream")
    page.goto("/responses/")
    page.get_by_title("Pick from the tree").click()
    page.locator("#pick-response .branch", has_text="A fork of the first").get_by_role("button").click()
    expect(page.locator("#id_previous_response_id")).not_to_have_value("")


def test_pages_input_items_both_ways(page: Page) -> None:
    said = [{"role": "user", "content": f"Message {number}"} for number in range(7)]
    ask(page, json.dumps(said))
    ended(page)
    stored = run_of(page).locator(".response-facts a").first.get_attribute("href")
    page.goto(f"{stored}input_items/?limit=3")
    rows = page.locator(".input-row")
    forth = [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    for way, seen in (("Items after", forth), ("Items before", forth[::-1])):
        for at, numbers in enumerate(seen):
            if at:
                page.get_by_role("link", name=way).click()
            expect(rows).to_contain_text([f"Message {number}" for number in numbers])
            expect(rows).to_have_count(len(numbers))
        expect(page.get_by_role("link", name=way)).to_have_count(0)


def test_builds_items_over_the_one_control(page: Page) -> None:
    page.goto("/responses/?model=sandbox-fast&stream=true")
    page.locator("#id_input").fill("Describe this")
    page.locator("[data-input-mode='items']").click()
    page.locator("#id_composer_uploads").set_input_files(
        {"name": "dot.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator(".input-part")).to_have_count(1)
    page.locator("[data-part-detail]").select_option("low")
    page.locator("[data-add-item]").click()
    page.locator("[data-new-item='message']").click()
    page.locator(".input-item").last.locator("select").first.select_option("developer")
    page.locator(".input-item").last.locator("textarea").fill("Be brief")
    page.locator(".input-item").last.locator("[data-item-move]").click()
    developer, user = json.loads(page.locator("#id_input").input_value())
    assert developer == {"role": "developer", "content": "Be brief"}
    assert user["content"][0] == {"type": "input_text", "text": "Describe this"}
    assert user["content"][1]["detail"] == "low"
    page.reload()
    expect(page.locator(".input-item")).to_have_count(2)
    expect(page.locator(".input-part-name")).to_have_text("dot.png")
    expect(page.locator(".input-part img")).not_to_have_js_property("naturalWidth", 0)
    page.locator("#run").click()
    ended(page)
    assert kept(page)["params"]["input"] == [developer, user]
    expect(page.locator("#transcript .part-image img")).to_have_count(1)
    expect(page.locator("#id_input")).to_have_value("")


def test_sets_a_built_in_tool_and_a_schema_without_typing_json(page: Page) -> None:
    page.goto("/responses/?model=sandbox-fast&stream=true")
    page.locator("[data-tool='built-in'][data-kind='mcp']").click()
    page.locator("#definition").get_by_role("button", name="Use").click()
    expect(page.locator("#definition #id_server_label_error")).to_contain_text("required")
    page.locator("#definition #id_server_label").fill("docs")
    page.locator("#definition #id_server_url").fill("https://example.com/mcp")
    page.locator("#definition").get_by_role("button", name="Use").click()
    expect(page.locator(".tool-row")).to_contain_text("mcp")
    tool = {"type": "mcp", "server_label": "docs", "server_url": "https://example.com/mcp"}
    assert json.loads(page.locator("#id_tools").input_value()) == [tool]
    page.locator(".tool-row [data-tool='edit']").click()
    expect(page.locator("#definition #id_server_label")).to_have_value("docs")
    page.keyboard.press("Escape")
    page.locator(".tool-row [data-tool='remove']").click()
    page.locator("[data-text-kind='json_schema']").click()
    page.locator("[data-verbosity='low']").click()
    send(page, "Three points about tides")
    ended(page)
    text = kept(page)["params"]["text"]
    assert (text["format"]["type"], text["format"]["name"], text["verbosity"]) == (
        "json_schema",
        "answer",
        "low",
    )
    expect(page.locator(".answer-fit")).to_contain_text("Fits the schema")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gives_axe_nothing_to_find_and_fits(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/responses/?model=sandbox-fast&stream=true")
    with_tools(page, {"type": "file_search", "vector_store_ids": ["vs_1"]})
    send(page, "Find the manual")
    ended(page)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    page.locator("[data-input-mode='items']").click()
    for address in (
        "",
        "/stored/responses/",
        run_of(page).locator(".response-facts a").first.get_attribute("href"),
    ):
        if address:
            page.goto(address)
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()
        for width in (1440, 900, 360):
            page.set_viewport_size({"width": width, "height": 740})
            assert fits(page), (address, width)
        page.set_viewport_size({"width": 1440, "height": 900})


def test_numbers_citations_in_place_and_links_them(page: Page) -> None:
    page.goto("/responses/?model=sandbox-fast&stream=true")
    with_tools(page, {"type": "web_search"})
    send(page, "Search the web for news")
    ended(page)
    citation = run_of(page).locator(".markdown .citation a")
    expect(citation).to_have_text("1")
    citation.click()
    assert page.url.endswith(run_of(page).locator(".sources li").get_attribute("id") or "?")
    page.reload()
    expect(run_of(page).locator(".markdown .citation a")).to_have_text("1")


def test_shows_the_probabilities_of_a_message(page: Page) -> None:
    address = "/responses/?model=sandbox-fast&stream=true&top_logprobs=3&include=message.output_text.logprobs"
    ask(page, "Tides", address)
    ended(page)
    message = run_of(page).locator(".item[data-item='message']")
    message.get_by_role("button", name="Probabilities", exact=True).click()
    expect(message.locator(".heat-text .token").nth(2)).to_be_visible()
    expect(message.locator(".markdown")).to_be_hidden()
    message.locator(".heat-text .token").nth(2).hover()
    expect(page.locator("#heat-alternatives .heat-alternative")).to_have_count(3)
    message.get_by_role("button", name="Text", exact=True).click()
    expect(message.locator(".markdown")).to_be_visible()


@pytest.mark.parametrize("said", ["Approve", "Deny"])
def test_answers_an_approval_in_place_and_goes_on(page: Page, said: str) -> None:
    page.goto("/responses/?model=sandbox-fast&stream=true")
    with_tools(page, {"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example.com"})
    send(page, "Ask the shop server")
    ended(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").filter(has_text="Still missing")).to_contain_text("search")
    expect(page.locator("[data-run]")).to_have_count(1)
    page.get_by_label(said).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-run]")).to_have_count(2)
    ended(page)
    [answer] = kept(page)["params"]["input"]
    assert (answer["type"], answer["approve"]) == ("mcp_approval_response", said == "Approve")
    assert ("mcp_call" in items(page)) == (said == "Approve")
    assert items(page)[-1] == "message"


def test_answers_a_computer_with_a_screenshot_and_goes_on(page: Page) -> None:
    page.goto("/responses/?model=sandbox-fast&stream=true")
    with_tools(
        page,
        {
            "type": "computer_use_preview",
            "display_width": 800,
            "display_height": 600,
            "environment": "browser",
        },
    )
    send(page, "Click on the website")
    ended(page)
    expect(run_of(page).locator(".item[data-item='computer_call']")).to_contain_text("screenshot")
    page.get_by_label("Screenshot").set_input_files(
        {"name": "screen.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-run]")).to_have_count(2)
    ended(page)
    [answer] = kept(page)["params"]["input"]
    assert answer["type"] == "computer_call_output"
    assert answer["output"]["image_url"].startswith("playground-file:")
    expect(run_of(page).locator(".item[data-item='computer_call']")).to_contain_text("click")
