"""Variables while one types, saving from the chat, and a batch that survives a reload."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import conversation, ended, fits, kept, send


@pytest.fixture
def fresh(page: Page) -> Page:
    page.goto("/chat/?model=sandbox-chat&stream=true")
    return page


def test_offers_an_input_for_each_variable_while_one_types(fresh: Page) -> None:
    composer = fresh.locator("#id_composer")
    composer.fill("Compare {{city}} with {{ other-city }} and \\{{literally}}")
    expect(fresh.locator("#variables label")).to_have_text(["city", "other-city"])
    expect(fresh.locator("#variables [data-filled]")).to_have_text("0 of 2 filled in")
    fresh.locator("#id_variable_city").fill("Lima")
    expect(fresh.locator("[data-variable='city'] .variable-state")).to_have_text("")
    expect(fresh.locator("[data-variable='other-city'] .variable-state")).to_have_text("no value yet")
    composer.fill("Only {{city}}")
    expect(fresh.locator("#variables label")).to_have_text(["city"])
    expect(fresh.locator("#id_variable_city")).to_have_value("Lima")
    fresh.reload()
    expect(fresh.locator("#id_variable_city")).to_have_value("Lima")


def test_says_beside_the_input_that_a_value_is_missing(fresh: Page) -> None:
    send(fresh, "About {{city}}")
    expect(fresh.locator("#id_variable_city_error")).to_contain_text("city has no value")
    expect(fresh.locator("#transcript [data-run]")).to_have_count(0)
    fresh.locator("#id_variable_city").fill('a "b" {{nested}}\n</script>')
    fresh.locator("#id_composer").press("Control+Enter")
    ended(fresh)
    assert kept(fresh)["params"]["messages"][-1]["content"] == 'About a "b" {{nested}}\n</script>'
    assert conversation(fresh)[0]["content"] == "About {{city}}"


ODD = (
    '{"temperature": 1.0, "model": "m", "messages": [{"role": "user", "content": ['
    '{"type": "text", "text": "Of {{city}}"}, '
    '{"type": "later", "size": 1.0, "id": 12345678901234567890, "share": 1e-07}], "name": "Ann"}, '
    '{"content": "So \\u2028 é <b>", "role": "assistant"}, {"role": "user", "content": "Go on"}], '
    '"logit_bias": {"50256": -100.0}, "seed": 12345678901234567, "more": {"b": 2.50, "a": 1}}'
)


def body(page: Page, upstream: ScriptedUpstream) -> bytes:
    """What Run sends, byte for byte."""
    upstream.asked.clear()
    page.locator("#run").click()
    assert upstream.asked.wait(15)
    sent = upstream.requests[-1].body
    upstream.answer()
    ended(page)
    return sent


def test_saves_opens_and_sends_the_same_body(
    page: Page, scripted_server: StartedServer, upstream: ScriptedUpstream
) -> None:
    page.goto(f"{scripted_server.url}/prompts/import/")
    page.get_by_label("Paste").fill(ODD)
    page.get_by_role("button", name="Import").click()
    page.get_by_role("link", name="Open in chat").click()
    page.locator("#id_variable_city").fill("Lima")
    page.locator(".message").nth(1).hover()
    page.locator(".message").nth(1).get_by_role("button", name="Duplicate").click()
    expect(page.locator(".message")).to_have_count(4)
    page.locator(".message").nth(2).press("Delete")
    expect(page.locator(".message")).to_have_count(3)
    page.reload()
    expect(page.locator("#id_variable_city")).to_have_value("Lima")
    page.get_by_role("button", name="Save prompt").click()
    dialog = page.locator("#save-prompt")
    dialog.get_by_label("Keep as").select_option("")
    dialog.get_by_label("Name").fill("Cities")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("Saved as version 1")
    dialog.get_by_role("link", name="Open its page").click()
    first = page.url
    page.go_back()
    sent = body(page, upstream)
    page.goto(first)
    page.get_by_role("link", name="Open in chat").click()
    expect(page.locator("#opened")).to_contain_text("Cities · v1")
    expect(page.locator("#id_variable_city")).to_have_value("Lima")
    assert body(page, upstream) == sent
    for spelled in (b"1.0", b"12345678901234567890", b"1e-07", b"-100.0", b"2.5", b"Of Lima"):
        assert spelled in sent


@pytest.fixture
def batch_page(page: Page, scripted_server: StartedServer, upstream: ScriptedUpstream) -> Page:
    """The results of a batch of three, one at a time, whose first request waits."""
    base = scripted_server.url
    page.goto(f"{base}/prompts/import/")
    page.get_by_label("Paste").fill(
        '{"model": "m", "messages": [{"role": "user", "content": "Of {{land}}?"}]}'
    )
    page.get_by_role("button", name="Import").click()
    page.get_by_role("link", name="Run a batch").click()
    page.get_by_label("Table").fill("land\nPeru\nChile\n\nCuba\n")
    page.get_by_label("At a time").select_option("1")
    page.get_by_role("button", name="Check the table").click()
    page.get_by_role("button", name="Send 3 requests").click()
    upstream.asked.wait(10)
    return page


def test_keeps_a_batch_going_through_a_reload(batch_page: Page, upstream: ScriptedUpstream) -> None:
    page = batch_page
    assert UUID(re.search(r"batches/([^/]+)/", page.url)[1])  # type: ignore[index]
    expect(page.locator(".batch-head")).to_contain_text("0 of 3 done")
    upstream.answer()
    expect(page.locator(".batch-head")).to_contain_text("1 of 3 done")
    page.reload()
    expect(page.locator(".batch-head")).to_contain_text("1 of 3 done")
    upstream.answer()
    upstream.answer()
    expect(page.locator("#batch")).to_have_attribute("data-status", "ended")
    expect(page.locator("tr[data-status='completed']")).to_have_count(3)
    expect(page.locator("tr[data-row='2']")).to_contain_text("Whole.")
    assert [str(b"Of " in request.body) for request in upstream.requests if request.method == "POST"] == [
        "True"
    ] * 3


def test_fits_a_narrow_screen(fresh: Page) -> None:
    fresh.locator("#id_composer").fill("{{one}} {{two}}")
    fresh.set_viewport_size({"width": 360, "height": 740})
    assert fits(fresh)
    for address in ("/prompts/", "/prompts/import/"):
        fresh.goto(address)
        assert fresh.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
