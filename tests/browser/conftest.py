"""A started playground and a page in a Chromium. No Django in here: it is what a person sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, prepared

from .chromium import own_chromium

HERE = Path(__file__).parent
# Chromium and htmx report what was refused or got no answer: the page says so where a person sees it. Of a socket that
# broke, as when its page is closed, htmx reports the event.
EXPECTED = (
    *("Failed to load resource", "htmx:afterRequest", "htmx:send", "Response Status Error Code 503"),
    "[object Event]",
)
# A busy machine is slow, and waiting longer costs nothing where nothing is wrong.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedServer]:
    with StartedServer(prepared(tmp_path_factory.mktemp("playground"))) as started:
        yield started.wait_until_ready()


@pytest.fixture(scope="module")
def scripted() -> Iterator[ScriptedUpstream]:
    with ScriptedUpstream() as upstream:
        yield upstream


@pytest.fixture(scope="module")
def scripted_server(
    tmp_path_factory: pytest.TempPathFactory, scripted: ScriptedUpstream
) -> Iterator[StartedServer]:
    """A playground of the module's own whose connection is an upstream that the test plays."""
    environment = {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": scripted.url}
    with StartedServer(prepared(tmp_path_factory.mktemp("scripted")), environment) as started:
        yield started.wait_until_ready()


@pytest.fixture
def upstream(scripted: ScriptedUpstream) -> ScriptedUpstream:
    scripted.reset()
    return scripted


# Not longer than a module: Playwright's event loop takes the thread, in which asynchronous tests need theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=own_chromium())
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, server: StartedServer) -> Iterator[BrowserContext]:
    """A browser profile with a clipboard; what pages complain about in the console fails the test."""
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(15_000)
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            complaints.append(message.text)

    context.on("console", note)
    context.on("weberror", lambda raised: complaints.append(str(raised.error)))
    yield context
    context.close()
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
