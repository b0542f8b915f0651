"""A first visit: what comes over the wire, and how soon the prompt can be typed into.

Run `python bench/first_visit.py`. Each of several visits has a browser without a cache; the first one counts requests
and bytes. The prompt is usable once the page's scripts have run, and what is typed then is in it.
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
TYPED = """
() => new Promise((resolve) => {
  const composer = document.getElementById("id_composer");
  composer.focus();
  document.execCommand("insertText", false, "Hello");
  requestAnimationFrame(() => resolve([composer.value, performance.now()]));
})
"""


def visit(browser: Browser, url: str) -> tuple[float, list[tuple[str, int]]]:
    """Milliseconds from asking for the page until the prompt takes text, and each answer's type and wire bytes."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session, types, answers = context.new_cdp_session(page), {}, []
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: types.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: answers.append((types[event["requestId"]], int(event["encodedDataLength"]))),
    )
    page.goto(f"{url}/chat/", wait_until="domcontentloaded")
    text, usable = page.evaluate(TYPED)
    if text != "Hello":
        raise SystemExit("the prompt took nothing")
    page.wait_for_load_state("networkidle")
    context.close()
    return usable, answers


def main() -> None:
    claims = Claims()
    with tempfile.TemporaryDirectory() as folder, StartedServer(Path(folder)) as server:
        server.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=own_chromium())
            visits = [visit(browser, server.url) for _ in range(VISITS)]
            browser.close()
    answers = visits[0][1]
    claims.say("a first visit", len(answers), "requests", most=12)
    claims.say("over the wire", sum(size for _, size in answers) / 1000, "kB", most=100)
    scripts = sum(size for kind, size in answers if kind == "Script")
    claims.say("of it JavaScript", scripts / 1000, "kB", most=60)
    claims.say("the prompt takes text", median(usable for usable, _ in visits), "ms", most=330)
    claims.end()


if __name__ == "__main__":
    main()
