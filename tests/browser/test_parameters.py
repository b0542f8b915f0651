"""The parameter panel by itself: what the browser mirrors while a person types."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from playground.chat.forms import ChatCompletionForm
from tests.params.test_json_text import PROBLEMS

STATIC = Path(settings.BASE_DIR) / "static"
STYLES = (
    "reset",
    "tokens",
    "base",
    *(f"components/{name}" for name in ("field", "panel", "pairs", "segmented")),
)
BEHAVIOURS = ("applicability", "counts", "errors", "json-editor", "json-syntax", "reset", "rows", "slider")


@pytest.fixture
def panel(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 900})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    show(page, "model=gpt-4.1-mini&temperature=0.7&logprobs=true")
    yield page
    page.close()
    assert problems == []


def show(page: Page, query: str) -> None:
    form = ChatCompletionForm(QueryDict(query))
    form.is_valid()
    parts = [render_to_string(f"params/{name}.html", {"form": form}) for name in ("errors", "panel")]
    styles = "".join(f"<style>{(STATIC / 'css' / f'{name}.css').read_text()}</style>" for name in STYLES)
    page.set_content(f"<!doctype html>{styles}<form novalidate>{''.join(parts)}</form>")
    for name in BEHAVIOURS:
        page.add_script_tag(path=STATIC / "js" / f"{name}.js")


def field(page: Page, name: str):
    return page.locator(f"[data-param='{name}']")


def control(page: Page, name: str):
    return page.locator(f"[name='{name}']")


def state(page: Page, name: str):
    return field(page, name).locator(".field-state")


def test_mirrors_what_is_set_and_counts_it(panel: Page):
    total, sampling = panel.locator("[data-total]"), panel.locator("[data-section=Sampling] [data-count]")
    expect(total).to_have_text("3 of 36 set")

    control(panel, "seed").fill("42")
    expect(state(panel, "seed")).to_have_text("42")
    expect(total).to_have_text("4 of 36 set")
    expect(sampling).to_have_text("2 set")

    field(panel, "seed").get_by_role("button", name="Reset seed").click()
    expect(state(panel, "seed")).to_have_text("not sent")
    expect(control(panel, "seed")).to_be_focused()
    expect(sampling).to_have_text("1 set")


def test_says_what_a_parameter_needs_until_it_is_there(panel: Page):
    expect(state(panel, "stream_options")).to_have_text("needs stream: true")
    field(panel, "stream").get_by_role("radio", name="true").check()
    expect(state(panel, "stream_options")).to_have_text("not sent")
    expect(state(panel, "top_logprobs")).to_have_text("not sent")


def test_moves_slider_and_box_together(panel: Page):
    slider = field(panel, "temperature").locator("[type=range]")
    expect(slider).to_have_value("0.7")

    slider.evaluate(
        "(slider) => { slider.value = 1.5; slider.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(control(panel, "temperature")).to_have_value("1.5")
    control(panel, "temperature").fill("0.2")
    expect(slider).to_have_value("0.2")
    control(panel, "temperature").press("ArrowUp")
    expect(control(panel, "temperature")).to_have_value("0.3")
    field(panel, "temperature").get_by_role("button").click()
    expect(slider).to_have_value("1")
    expect(control(panel, "temperature")).to_have_value("")


def test_goes_back_to_not_sent_by_keyboard(panel: Page):
    field(panel, "logprobs").locator(":checked").press("ArrowLeft")
    expect(field(panel, "logprobs")).not_to_have_attribute("data-set", "")


def test_says_at_once_what_the_model_does_not_take(panel: Page):
    control(panel, "model").fill("o3")
    expect(state(panel, "temperature")).to_have_text("not for this model")
    expect(control(panel, "temperature")).to_have_value("0.7")
    expect(control(panel, "temperature")).to_have_attribute("aria-description", re.compile("Not for this"))
    expect(panel.locator("[data-total]")).to_have_text("1 of 36 set")

    control(panel, "model").fill("my-own-model")
    expect(state(panel, "temperature")).to_have_text("0.7")


def test_says_where_json_is_wrong_in_the_servers_words(panel: Page):
    assert panel.evaluate("(texts) => texts.map(jsonProblem)", list(PROBLEMS)) == list(PROBLEMS.values())


def test_finds_nothing_wrong_with_json(panel: Page):
    texts = ["0", "-1.5e3", "null", '"\\u00e4"', ' {"a": [1, {}], "b": ""} ', "[]"]

    assert not any(panel.evaluate("(texts) => texts.map(jsonProblem)", texts))


def test_checks_and_formats_json_while_typing(panel: Page):
    editor, error = control(panel, "stream_options"), field(panel, "stream_options").locator(".field-error")

    editor.fill('{"type": "text"')
    expect(error).to_have_text("stream_options is not JSON. Line 1, column 16: expected a comma")
    editor.fill('{"type":"text","n":[1.0,12345678901234567890,{}]}')
    expect(error).to_have_text("")
    field(panel, "stream_options").get_by_role("button", name="Format", exact=True).click()
    pretty = '{\n  "type": "text",\n  "n": [\n    1.0,\n    12345678901234567890,\n    {}\n  ]\n}'
    expect(editor).to_have_value(pretty)
    field(panel, "stream_options").get_by_role("button", name="include_usage").click()
    assert json.loads(editor.input_value()) == {"include_usage": True}
    editor.press("Control+z")
    expect(editor).to_have_value(pretty)


def test_indents_lines_and_lets_tab_leave(panel: Page):
    editor = control(panel, "stream_options")
    editor.press_sequentially('{\n"type": "text"}')
    expect(editor).to_have_value('{\n  "type": "text"}')
    editor.press("Tab")
    expect(editor).not_to_be_focused()


def test_writes_rows_into_the_control_that_is_sent(panel: Page):
    rows = field(panel, "stop").locator(".row .control")
    rows.first.fill("END")
    expect(control(panel, "stop")).to_have_value('"END"')
    rows.nth(1).fill("\\n")
    expect(control(panel, "stop")).to_have_value('["END","\\n"]')
    expect(state(panel, "stop")).to_have_text("END,")
    rows.nth(2).fill("c")
    rows.nth(3).fill("d")
    expect(rows).to_have_count(4)

    field(panel, "stop").get_by_role("button", name="Remove stop 1").click()
    expect(control(panel, "stop")).to_have_value('["\\n","c","d"]')
    expect(rows.last).to_have_attribute("aria-label", "stop 4")
    field(panel, "stop").get_by_role("button", name="Reset stop").click()
    expect(rows).to_have_count(1)
    expect(control(panel, "stop")).to_have_value("")


def test_follows_json_that_is_typed(panel: Page):
    panel.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    control(panel, "metadata").fill('{"a": "1", "b": "2"}')
    keys = field(panel, "metadata").locator(".row .control:first-child")
    expect(keys).to_have_count(3)
    keys.nth(2).fill("c")
    expect(control(panel, "metadata")).to_have_value('{"a":"1","b":"2","c":""}')
    control(panel, "metadata").fill('{"a": {}}')
    expect(keys.first).to_be_hidden()
    control(panel, "modalities").fill('["audio"]')
    expect(field(panel, "modalities").get_by_role("checkbox", name="audio")).to_be_checked()
    field(panel, "modalities").get_by_role("checkbox", name="text").check()
    expect(control(panel, "modalities")).to_have_value('["text","audio"]')


def test_counts_the_characters_of_a_value(panel: Page):
    panel.locator("[data-section=Storage]").evaluate("(section) => { section.open = true; }")
    value = field(panel, "metadata").locator(".row .control").nth(1)
    value.fill("x" * 513)
    expect(field(panel, "metadata").locator(".row").first).to_have_attribute("data-count", "513 of 512")
    expect(field(panel, "metadata").locator("[data-over]")).to_have_count(1)


def test_sends_token_biases_as_numbers(panel: Page):
    row = field(panel, "logit_bias").locator(".row .control")
    row.nth(0).fill("50256")
    row.nth(1).fill("-100")
    expect(control(panel, "logit_bias")).to_have_value('{"50256":-100}')


def test_opens_the_section_of_an_error_and_focuses_its_field(panel: Page):
    show(panel, "model=m&metadata=1&max_tokens=0&stop=[1]")
    advanced = panel.locator("[data-section=Advanced]")
    advanced.evaluate("(section) => { section.open = false; }")

    panel.get_by_role("link", name="max_tokens must be 1 or more").click()
    expect(advanced).to_have_attribute("open", "")
    expect(control(panel, "max_tokens")).to_be_focused()
    panel.get_by_role("link", name="stop takes strings only").click()
    expect(control(panel, "stop")).to_be_focused()


def test_takes_an_error_away_once_its_field_is_mended(panel: Page):
    show(panel, "model=m&temperature=5")
    error = field(panel, "temperature").locator(".field-error")
    expect(error).to_have_text("temperature must be 2 or less")

    control(panel, "temperature").fill("1")
    expect(error).to_have_text("")
    expect(field(panel, "temperature").locator("[aria-invalid]")).to_have_count(0)


def test_never_scrolls_sideways_at_360_pixels(panel: Page):
    panel.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")

    assert panel.evaluate("document.documentElement.scrollWidth") == 360
