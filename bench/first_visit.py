"""A first visit: what comes over the wire, and how soon the prompt can be typed into.

Run `python bench/first_visit.py`. Each visit has a browser without a cache. The prompt is usable once the page's
scripts have run, and what is typed then is in it: the median of several visits, on loopback.
Ends with status 1 when a limit is missed.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._measuring import Claims
from tests.browser.chromium import own_chromium
from tests.started import StartedServer

VISITS = 9
# Typed as soon as the page's scripts have run.
TYPE = """
addEventListener("DOMContentLoaded", () => {
  const composer = document.getElementById("id_composer");
  composer.focus();
  document.execCommand("insertText", false, "Hello");
  window.usable = composer.value === "Hello" ? performance.now() : NaN;
})
"""


def wire_sizes(browser: Browser, url: str) -> list[tuple[str, int]]:
    """The type and the bytes on the wire of each answer of a first visit."""
    page = browser.new_page()
    session, types, answers = page.context.new_cdp_session(page), {}, []
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: types.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: answers.append((types[event["requestId"]], int(event["encodedDataLength"]))),
    )
    page.goto(f"{url}/chat/", wait_until="networkidle")
    page.close()
    return answers


def usable_after(browser: Browser, url: str) -> float:
    """Milliseconds from asking for the page, in a browser without a cache, until the prompt takes text."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(TYPE)
    page.goto(f"{url}/chat/")
    usable = float(page.evaluate("() => usable"))
    page.close()
    return usable


def main() -> None:
    claims = Claims()
    with tempfile.TemporaryDirectory() as folder, StartedServer(Path(folder)) as server:
        server.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=own_chromium())
            answers = wire_sizes(browser, server.url)
            usable = [usable_after(browser, server.url) for _ in range(VISITS)]
            browser.close()
    claims.say("a first visit", len(answers), "requests", most=12)
    claims.say("over the wire", sum(size for _, size in answers) / 1000, "kB", most=100)
    scripts = sum(size for kind, size in answers if kind == "Script")
    claims.say("of it JavaScript", scripts / 1000, "kB", most=60)
    claims.say("the prompt takes text", median(usable), "ms", most=330)
    claims.end()


if __name__ == "__main__":
    main()
