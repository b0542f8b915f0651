"""The completions page as a person uses it, against the sandbox."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .test_accessibility import TAGS


def complete(page: Page) -> None:
    page.locator("#run").click()
    page.locator("[data-run][data-status='completed']").wait_for()


def test_writes_in_place_takes_back_and_goes_on(page: Page) -> None:
    page.goto("/completions/")
    editor = page.locator("#id_prompt")
    editor.fill("The keeper had not spoken for weeks.")
    editor.press("Control+Enter")
    page.locator("[data-run][data-status='completed']").wait_for()
    mark = page.locator(".completion-tints mark")
    written = mark.inner_text()
    first = editor.input_value()
    assert written
    assert first == f"The keeper had not spoken for weeks.{mark.text_content()}"

    # Typing before it moves it along; typing goes on being one's own.
    editor.press("Control+Home")
    editor.press_sequentially("So. ")
    expect(mark).to_have_text(written, use_inner_text=True)
    assert editor.input_value() == f"So. {first}"
    page.reload()
    expect(mark).to_have_text(written, use_inner_text=True)
    assert editor.input_value() == f"So. {first}"

    page.get_by_role("button", name="Accept").click()
    expect(mark).to_have_count(0)
    complete(page)
    expect(mark).to_have_count(1)
    assert editor.input_value().startswith(f"So. {first}")
    page.get_by_role("button", name="Undo last").click()
    assert editor.input_value() == f"So. {first}"
    page.get_by_role("button", name="Undo last").click()
    assert editor.input_value() == "The keeper had not spoken for weeks."


def test_inserts_at_the_marker(page: Page) -> None:
    page.goto("/completions/")
    editor = page.locator("#id_prompt")
    editor.fill("Begin. End.")
    editor.evaluate("(box) => box.setSelectionRange(6, 6)")
    page.get_by_role("radio", name="Insert").check()
    assert editor.input_value() == "Begin.[insert] End."
    complete(page)
    inserted = page.locator(".completion-tints mark").text_content() or ""
    assert editor.input_value() == f"Begin.{inserted} End."
    page.get_by_role("button", name="Regenerate").first.click()
    expect(page.locator("[data-run][data-status='completed']")).to_have_count(1)
    page.get_by_role("button", name="Undo last").click()
    assert editor.input_value() == "Begin.[insert] End."


def test_goes_on_from_another_token_of_a_choice(page: Page) -> None:
    page.goto("/completions/?n=2&logprobs=3&max_tokens=24&stream=true&seed=4")
    editor = page.locator("#id_prompt")
    editor.fill("Here is")
    complete(page)
    first = editor.input_value()
    page.get_by_role("tab", name="Choice 2").click()
    expect(editor).not_to_have_value(first)
    second = page.locator(".choice:not([hidden])")
    tokens = second.locator(".heat-text .token")
    expect(tokens).to_have_count(24)
    before = page.locator("[data-run]").get_attribute("data-run")
    tokens.nth(4).click()
    page.locator("#heat-alternatives button.heat-alternative").nth(1).click()
    expect(page.locator(f"[data-run='{before}']")).to_have_count(0)
    page.locator("[data-run][data-status='completed']").wait_for()
    expect(page.locator(".completion-tints mark")).not_to_have_count(0)
    assert editor.input_value().startswith("Here is")
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    )
    assert found.violations_count == 0, found.generate_report()
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        main = page.locator("#main")
        assert main.evaluate("(main) => main.scrollWidth <= main.clientWidth")


def test_goes_on_writing_over_a_reload_and_stops_on_the_same_button(page: Page) -> None:
    page.goto("/completions/?model=sandbox-slow&max_tokens=100&stream=true")
    page.locator("#id_prompt").fill("Once upon")
    page.locator("#run").click()
    mark = page.locator(".completion-tints mark")
    expect(mark).to_be_visible()
    expect(page.locator("#run")).to_be_hidden()
    written = mark.text_content() or ""
    page.reload()
    expect(mark).to_contain_text(written)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-run]")).to_have_attribute("data-status", "cancelled")
    expect(page.locator("#run")).to_be_visible()
    assert page.locator("#id_prompt").input_value() == f"Once upon{mark.text_content()}"


def test_names_what_the_editor_lacks(page: Page) -> None:
    page.goto("/completions/")
    page.locator("#run").click()
    expect(page.locator("#id_prompt_error")).to_contain_text("prompt is required")
