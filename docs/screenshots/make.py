"""Makes the screenshots in this folder again, from a playground of its own with the sandbox.

Usage: python docs/screenshots/make.py. Needs what the tests need: Playwright, a Chromium, Pillow.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.browser.chromium import own_chromium
from tests.started import StartedServer

HERE = Path(__file__).resolve().parent
ASKED = "Compare B-trees and LSM trees in a table, with code"
OTHERS = (
    "What is a keyset, and why does paging by it stay fast?",
    "Write a haiku about a lighthouse",
    "Plan a weekend in Lisbon as a checklist",
    "Explain UTF-8 with code",
    "Derive the quadratic formula in TeX",
)
CHAT = "/chat/?model=sandbox-chat&stream=true&temperature=0.7&seed={seed}&store=true"


def save(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    # 256 colours are a third of the bytes; chosen this way none is off by more than a shade.
    picture.quantize(256, Image.Quantize.MAXCOVERAGE).save(HERE / f"{name}.png", optimize=True)


def open_page(browser: Browser, server: StartedServer, width: int, height: int, theme: str) -> Page:
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
    )
    return context.new_page()


def ask(page: Page, words: str, seed: int) -> None:
    page.goto(CHAT.format(seed=seed))
    page.locator("[data-action='new']").click()
    page.locator("#id_composer").fill(words)
    page.locator("#run").click()
    page.locator("[data-run][data-status='completed']").wait_for()


def chat(browser: Browser, server: StartedServer) -> None:
    for name, width, height, theme in (
        ("chat", 1440, 940, "light"),
        ("chat-dark", 1440, 940, "dark"),
        ("chat-360", 360, 740, "light"),
    ):
        page = open_page(browser, server, width, height, theme)
        ask(page, ASKED, seed=64)
        save(page, name)


def history(browser: Browser, server: StartedServer) -> None:
    page = open_page(browser, server, 1440, 900, "light")
    for seed, words in enumerate(OTHERS):
        ask(page, words, seed)
    ask(page, ASKED, seed=64)
    page.goto("/history/")
    page.locator("[data-row-link]").first.click()
    page.locator(".beside .run-detail").wait_for()
    save(page, "history")


def connections(browser: Browser, server: StartedServer) -> None:
    page = open_page(browser, server, 1440, 900, "light")
    page.goto("/connections/add/")
    page.get_by_label("Name", exact=True).fill("OpenAI")
    page.get_by_label("Key", exact=True).fill("sk-proj-an-example-that-ends-in-7f3a")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Test Sandbox").click()
    page.get_by_text("tested just now").wait_for()
    page.goto("/connections/")
    save(page, "connections")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        StartedServer(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        server.wait_until_ready()
        browser = playwright.chromium.launch(executable_path=own_chromium())
        for picture in (connections, history, chat):
            picture(browser, server)
        browser.close()


if __name__ == "__main__":
    main()
