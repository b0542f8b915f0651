"""The review desk as a person uses it, with the keyboard and with the bulk bar."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.started import StartedServer, prepared
from tests.stored.upstream import StoredUpstream

from .test_accessibility import TAGS

LIST = "/stored/completions/"


@pytest.fixture(scope="module")
def upstream() -> Iterator[StoredUpstream]:
    with StoredUpstream(34) as started:
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, upstream: StoredUpstream) -> Iterator[StartedServer]:
    environment = {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": upstream.url}
    with StartedServer(prepared(tmp_path_factory.mktemp("desk")), environment) as started:
        yield started.wait_until_ready()


@pytest.fixture(scope="module")
def synced(browser: Browser, server: StartedServer) -> str:
    """The address of a desk whose sync has ended."""
    page = browser.new_page(base_url=server.url)
    page.goto(LIST)
    page.get_by_role("button", name="Sync").click()
    expect(page.locator("#sync")).to_contain_text("34 stored")
    page.close()
    return f"{LIST}synced/"


def test_opens_beside_the_live_list_edits_and_filters(page: Page, upstream: StoredUpstream) -> None:
    page.goto(LIST)
    first = page.locator("[data-row]").first
    expect(first).to_contain_text("Question 33")
    first.locator("[data-row-link]").click()
    expect(page).to_have_url(re.compile("chatcmpl-33/$"))
    expect(page.locator("#beside")).to_contain_text("Answer 33 is bold")
    expect(page.locator("[data-pair-count]")).to_have_text("2 of 16")
    page.locator("[data-add-pair]").click()
    page.keyboard.type("reviewed")
    page.keyboard.press("Tab")
    page.keyboard.type("yes")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(first.locator(".desk-labels")).to_contain_text("reviewed=yes")
    assert upstream.stored["chatcmpl-33"]["metadata"]["reviewed"] == "yes"
    page.reload()
    expect(page.locator("#beside")).to_contain_text("Answer 33 is bold")
    expect(page.locator("[data-row]")).to_have_count(20)
    page.get_by_role("button", name="metadata filter").click()
    page.locator("[name='metadata_key']").fill("reviewed")
    page.locator("[name='metadata_value']").fill("yes")
    page.locator("[name='metadata_value']").press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    assert "metadata%5Breviewed%5D=yes" in page.url


def test_names_a_value_that_is_too_long_beside_it_and_saves_again_and_again(
    page: Page, upstream: StoredUpstream
) -> None:
    page.goto(f"{LIST}chatcmpl-20/")
    form = page.locator("#metadata-form")
    value = form.get_by_label("metadata 1 value")
    value.fill("x" * 513)
    form.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#id_metadata_error")).to_contain_text("512 characters or fewer")
    expect(form).to_have_count(1)
    expect(value).to_have_value("x" * 513)
    labels = page.locator("[data-row]", has_text="Question 20").locator(".desk-labels")
    for text in ("first", "second"):
        value.fill(text)
        form.get_by_role("button", name="Save", exact=True).click()
        expect(labels).to_contain_text(f"topic={text}")
        assert upstream.stored["chatcmpl-20"]["metadata"]["topic"] == text
    expect(page.locator("#id_metadata_error")).to_be_empty()


def test_reviews_without_the_mouse(page: Page, synced: str) -> None:
    page.goto(synced)
    expect(page.locator("#counts")).to_contain_text("0 of 34 reviewed")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    for number in range(32):
        opened = page.locator("#opened-id")
        expect(opened).to_have_text(f"chatcmpl-{33 - number}")
        page.keyboard.press("gbu"[number % 3])
        expect(page.locator("[data-row]").nth(number).locator(".desk-state")).to_contain_text(
            ("good", "bad", "unsure")[number % 3]
        )
        page.keyboard.press("j")
    # The thirty-first row came with the last j but two: the list went on by itself.
    expect(page.locator("#opened-id")).to_have_text("chatcmpl-1")
    expect(page.locator("[data-row]")).to_have_count(34)
    page.keyboard.press("n")
    page.keyboard.type("too short")
    page.keyboard.press("Escape")
    expect(page.locator("[data-row]").nth(32).locator(".desk-state")).to_have_text("note")
    expect(page.locator("#counts")).to_contain_text("32 of 34 reviewed")
    page.locator("#id_q").fill("short")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=short$"))


def test_keeps_a_quick_verdict_for_the_completion_that_is_being_opened(page: Page, synced: str) -> None:
    page.goto(synced)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#opened-id")).to_have_text("chatcmpl-33")
    states = page.locator("[data-row] .desk-state")
    before = states.first.inner_text()
    held: list[Route] = []
    page.route(re.compile(r"chatcmpl-32/$"), lambda route: held.append(route))
    with page.expect_request(re.compile(r"chatcmpl-32/$")):
        page.keyboard.press("j")
    page.keyboard.press("b")
    expect(page.locator("#opened-id")).to_have_text("chatcmpl-33")
    said = states.nth(1).inner_text()
    held[0].continue_()
    expect(states.nth(1)).to_have_text("" if said == "bad" else "bad")
    expect(states.first).to_have_text(before)
    page.keyboard.press("b")
    expect(states.nth(1)).not_to_have_text("" if said == "bad" else "bad")


def test_keeps_a_note_that_was_not_saved_when_another_row_is_opened(page: Page, synced: str) -> None:
    page.goto(synced)
    links = page.locator("[data-row-link]")
    links.nth(3).click()
    expect(page.locator("#opened-id")).to_have_text("chatcmpl-30")
    page.locator("#note").fill("half a thought")
    links.nth(4).click()
    expect(page.locator("#opened-id")).to_have_text("chatcmpl-29")
    expect(page.locator("#note")).to_have_value("")
    expect(page.locator("[data-row]").nth(3).locator(".desk-state")).to_contain_text("note")
    links.nth(3).click()
    expect(page.locator("#note")).to_have_value("half a thought")
    page.locator("#note").fill("")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("[data-row]").nth(3).locator(".desk-state")).not_to_contain_text("note")


def closed_by_escape(page: Page) -> None:
    page.locator("#opened-id").click()
    page.keyboard.press("Escape")
    expect(page.locator("#beside > *")).to_have_count(0)


def closed_by_its_button(page: Page) -> None:
    page.locator("[data-close-beside]").click()
    expect(page.locator("#beside > *")).to_have_count(0)


def left_for_another_page(page: Page) -> None:
    page.goto("/history/")


@pytest.mark.parametrize("leave", [closed_by_escape, closed_by_its_button, left_for_another_page])
def test_keeps_a_note_that_was_not_saved(page: Page, synced: str, leave: Callable[[Page], None]) -> None:
    words = f"half a thought, {leave.__name__}"
    page.goto(f"{synced}chatcmpl-25/")
    page.locator("#note").fill(words)
    leave(page)
    row = page.locator("[data-row]", has_text="Question 25")
    if leave is left_for_another_page:
        # Nothing on that page tells when it has come.
        while words not in page.request.get(f"{synced}chatcmpl-25/").text():
            pass
        page.goto(synced)
    expect(row.locator(".desk-state")).to_contain_text("note")
    row.locator("[data-row-link]").click()
    expect(page.locator("#note")).to_have_value(words)
    page.locator("#note").fill("")
    page.get_by_role("button", name="Save note").click()
    expect(row.locator(".desk-state")).not_to_contain_text("note")


def test_tries_again_to_keep_a_note_that_could_not_be_saved(page: Page, synced: str) -> None:
    page.goto(f"{synced}chatcmpl-24/")
    page.route("**/review/", lambda route: route.abort())
    page.locator("#note").fill("once more")
    page.locator("#opened-id").click()
    with page.expect_event("requestfailed"):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    page.unroute("**/review/")
    page.keyboard.press("Escape")
    expect(page.locator("[data-row]", has_text="Question 24").locator(".desk-state")).to_contain_text("note")


def test_applies_metadata_to_what_is_ticked(page: Page, synced: str, upstream: StoredUpstream) -> None:
    page.goto(synced)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-ticked]")).to_have_text("2")
    page.get_by_role("button", name="Add metadata").click()
    page.locator("#bulk-ask [name='key']").fill("batch")
    page.locator("#bulk-ask [name='value']").fill("one")
    page.get_by_role("button", name="Show before and after").click()
    expect(page.locator("#bulk-ask tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".set-progress strong")).to_have_text("2 of 2 done")
    assert upstream.stored["chatcmpl-32"]["metadata"]["batch"] == "one"
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".set-page > h2")).to_contain_text("Undo")
    expect(page.locator(".set-progress strong")).to_have_text("2 of 2 done")
    assert "batch" not in upstream.stored["chatcmpl-32"]["metadata"]


def test_shows_answers_of_another_model_side_by_side(page: Page, synced: str) -> None:
    page.goto(f"{synced}?q=%22question+5%22")
    page.locator("[data-tick-all]").check()
    expect(page.locator("[data-ticked]")).to_have_text("1")
    page.get_by_role("button", name="Re-run with another model").click()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#bulk-ask [role='alert']")).to_have_text("Name the model to ask")
    page.locator("#bulk-ask [name='model']").fill("o4-mini")
    page.get_by_role("button", name="Run", exact=True).click()
    compared = page.locator(".desk-compared")
    expect(compared.locator(".desk-sides > section").first).to_contain_text("Answer 5 is **bold**")
    expect(compared.locator(".desk-sides > section").last.locator("ins")).to_have_text("From o4-mini")
    stored, new = (row.inner_text().split("\t") for row in compared.locator("tbody tr").all())
    assert (stored[1], stored[2], new[1], new[2]) == ("gpt-4.1", "15 → 5", "o4-mini", "3 → 2")
    left, right = (side.bounding_box() for side in compared.locator(".desk-sides > section").all())
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    # It is found again from the desk.
    page.goto(synced)
    page.get_by_role("link", name="Bulk actions").click()
    expect(page.locator(".desk-actions li").first).to_contain_text("1 of 1 done")
    page.get_by_role("link", name="Re-run with o4-mini").click()
    expect(compared).to_have_count(1)


def test_deletes_what_is_ticked_and_repeats_what_failed(
    page: Page, synced: str, upstream: StoredUpstream
) -> None:
    before = dict(upstream.stored)
    upstream.refused = {"chatcmpl-11"}
    page.goto(f"{synced}?q=%22question+11%22")
    page.locator("[data-row] input").first.check()
    page.get_by_role("button", name="Delete").last.click()
    expect(page.locator("#bulk-ask li")).to_contain_text("Question 11")
    page.locator("#bulk-ask").get_by_role("button", name="Delete").click()
    expect(page.locator(".desk-failed")).to_contain_text("Not this one.")
    upstream.refused.clear()
    page.get_by_role("button", name="Repeat what failed").click()
    expect(page.locator(".set-progress")).to_contain_text("1 completed")
    assert "chatcmpl-11" not in upstream.stored
    page.goto(f"{synced}?state=gone")
    expect(page.locator("[data-row]")).to_contain_text("gone")
    upstream.stored = before
    page.locator("[data-row-link]").click()
    page.get_by_role("button", name="Forget here").click()
    # All are there again for the next test.
    page.goto(LIST)
    page.get_by_role("button", name="Sync").click()
    expect(page.locator("#sync")).to_contain_text("34 stored")


def test_ticks_all_and_filters_by_a_pair_and_saves_the_view_beside_an_open_completion(
    page: Page, synced: str
) -> None:
    page.goto(synced)
    page.locator("[data-tick-all]").check()
    expect(page.locator("[data-ticked]")).to_have_text("30")
    page.locator("[data-row] input").first.uncheck()
    expect(page.locator("[data-tick-all]")).to_have_js_property("indeterminate", True)
    page.locator("#id_q").fill("question")
    expect(page).to_have_url(re.compile(r"\?q=question$"))
    page.locator("#id_model").focus()
    expect(page.locator("#models-kept option")).not_to_have_count(0)
    page.get_by_role("button", name="metadata filter").click()
    page.locator("[name='metadata_key']").focus()
    expect(page.locator("#desk-keys option[value='topic']")).to_have_count(1)
    page.locator("[name='metadata_key']").fill("topic")
    page.locator("[name='metadata_value']").fill("sales")
    page.locator("[name='metadata_value']").press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=question&metadata%5Btopic%5D=sales$"))
    page.locator("[data-row-link]").first.click()
    expect(page).to_have_url(re.compile(r"chatcmpl-\d+/\?list="))
    page.get_by_role("button", name="Views").click()
    page.locator("#views [name='name']").fill("Sales")
    page.get_by_role("button", name="Save these filters").click()
    expect(page).to_have_url(re.compile(r"\?q=question&metadata%5Btopic%5D=sales$"))
    page.locator("[data-row-link]").first.click()
    expect(page).to_have_url(re.compile(r"chatcmpl-\d+/\?list="))
    page.reload()
    page.get_by_role("link", name="Remove topic=sales").click()
    expect(page).to_have_url(re.compile(r"/synced/\?q=question$"))


def test_keeps_its_rows_in_place_when_the_counts_come(page: Page, synced: str) -> None:
    held: list[Route] = []
    page.route("**/counts/**", lambda route: held.append(route))
    with page.expect_request("**/counts/**"):
        page.goto(synced)
    expect(page.locator("#counts")).to_have_text("Counting")
    first = page.locator("[data-row]").first
    before = top(first)
    for route in held:
        route.continue_()
    expect(page.locator("#counts")).to_contain_text("reviewed")
    assert top(first) == pytest.approx(before, abs=2)


def top(found: Locator) -> float:
    box = found.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gives_axe_nothing_to_find_and_fits(page: Page, synced: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(synced)
    page.locator("[data-row-link]").first.click()
    expect(page.locator("#beside")).to_contain_text("Metadata")
    expect(page.locator("#counts")).to_contain_text("reviewed")
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(
            "document.querySelector('#main').scrollWidth <= document.querySelector('#main').clientWidth"
        )
