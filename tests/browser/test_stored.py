"""The review desk as a person uses it, with the keyboard and with the bulk bar."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

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


def test_reviews_without_the_mouse(page: Page, synced: str) -> None:
    page.goto(synced)
    expect(page.locator("#counts")).to_contain_text("0 of 34 reviewed")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    for number in range(32):
        opened = page.locator("#opened-id")
        expect(opened).to_have_text(f"chatcmpl-{33 - number}")
        page.keyboard.press("gbu"[number % 3])
        expect(page.locator("[data-row]").nth(number).locator(".desk-state")).to_have_text(
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
    page.keyboard.press("j")
    page.keyboard.press("b")
    expect(page.locator("#opened-id")).to_have_text("chatcmpl-33")
    said = states.nth(1).inner_text()
    held[0].continue_()
    expect(states.nth(1)).to_have_text("" if said == "bad" else "bad")
    expect(states.first).to_have_text(before)
    page.keyboard.press("b")
    expect(states.nth(1)).not_to_have_text("" if said == "bad" else "bad")


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
