"""Pages as axe sees them in both themes, and as they fit on screens of every width."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import CHAT, ask, ended, fits, run_of, send, uuid_of

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
WIDTHS = [1440, 900, 360]
ANSWER = (
    "# Heading\n\nText with `code`, **strong** and a [link](https://example.org/).\n\n"
    "| name | value |\n|---|---|\n| a | 1 |\n\n```python\ndef f(x):\n    # why\n    return 'x' * 3\n```\n\n"
    "- [x] done\n- [ ] open\n\n> A quotation\n\n![picture](https://example.org/p.png)\n\n"
)
LONG = ANSWER + "word " * 400 + "\n\n" + "long" * 200 + "\n\n```text\n" + "wide " * 200 + "\n```\n"


@pytest.fixture(scope="module")
def server(scripted_server: StartedServer) -> StartedServer:
    return scripted_server


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, server: StartedServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(
        base_url=server.url, viewport={"width": 1440, "height": 900}, color_scheme=request.param
    )
    yield page
    page.close()


def answered(page: Page, upstream: ScriptedUpstream, text: str = ANSWER) -> str:
    """A chat page with a finished run."""
    ask(page, "Show me everything")
    upstream.event({"choices": [{"index": 0, "delta": {"reasoning_content": "Hm."}}]})
    upstream.token(text)
    upstream.finish("length")
    ended(page)
    return uuid_of(page)


def failed(page: Page, upstream: ScriptedUpstream) -> None:
    upstream.asked.clear()
    send(page, "And now an error")
    error = (
        b'{"error": {"message": "No", "type": "t", "param": "temperature", "code": "unsupported_parameter"}}'
    )
    upstream.answer(error, status="400 Bad Request", more="x-request-id: req_1\r\n")
    ended(page, "failed")


def empty_chat(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto("/chat/")


def chat_with_runs(page: Page, upstream: ScriptedUpstream) -> None:
    answered(page, upstream)
    failed(page, upstream)


def live_chat(page: Page, upstream: ScriptedUpstream) -> None:
    ask(page, address=f"{CHAT}&n=2")
    upstream.token("Half of one")
    upstream.token("Half of the other", 1)
    expect(run_of(page)).to_contain_text("Half of one")


def refused_form(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(CHAT)
    page.locator("#id_temperature").fill("3")
    page.locator("details[data-section]").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    page.locator("#run").click()
    expect(page.locator("[data-errors]")).to_be_focused()


def history(page: Page, upstream: ScriptedUpstream) -> None:
    answered(page, upstream)
    page.goto("/history/")
    page.locator("[data-row] a").first.click()
    expect(page.locator("#beside")).to_contain_text("Heading")
    page.locator("[data-row] input").first.check()


def run_page(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(f"/history/{answered(page, upstream)}/")
    page.get_by_role("tab", name="Events").click()
    expect(page.locator("#inspector-panel .event-line").first).to_be_visible()


def connections(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto("/connections/")


def palette(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto("/chat/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-query")).to_be_focused()


PAGES = [
    empty_chat,
    chat_with_runs,
    live_chat,
    refused_form,
    history,
    run_page,
    connections,
    palette,
]
Opening = Callable[[Page, ScriptedUpstream], None]


@pytest.mark.parametrize("opened", PAGES, ids=lambda opened: opened.__name__)
def test_gives_axe_nothing_to_find(page: Page, upstream: ScriptedUpstream, opened: Opening) -> None:
    opened(page, upstream)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    "opened", [chat_with_runs, history, run_page, connections], ids=lambda opened: opened.__name__
)
def test_fits_every_width(page: Page, upstream: ScriptedUpstream, opened: Opening) -> None:
    opened(page, upstream)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        assert fits(page), width


@pytest.mark.parametrize("width", WIDTHS)
def test_keeps_run_visible_under_a_long_answer(page: Page, upstream: ScriptedUpstream, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    answered(page, upstream, LONG)
    expect(page.locator("#run")).to_be_in_viewport(ratio=1)
    assert fits(page)


def test_gives_every_control_a_target_of_24_pixels(page: Page) -> None:
    page.goto("/chat/")
    page.locator("details[data-section]").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    small = page.evaluate(
        """() => ["#params :is(input, button, select, summary)", ".composer :is(button, select)", "aside a"]
          .flatMap((selector) => [...document.querySelectorAll(selector)])
          .filter((control) => control.checkVisibility({ visibilityProperty: true }) && control.type !== "hidden")
          .map((control) => [control.outerHTML.slice(0, 80), control.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
          .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""
    )
    assert small == []
