"""What a long conversation costs the page: 500 messages against 5.

Usage: python bench/conversation.py [messages]. Prints, for both and as their ratio: the first paint with the messages
on the page; the main thread's time per key typed into the composer; its time for a run that is appended; and the time
from Run until the answer is complete, with a request that holds all messages.
"""

import json
import sys
import tempfile
import uuid
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.in_browser import Upstream
from tests.browser.chromium import own_chromium
from tests.started import StartedServer

SHORT = 5
ROUNDS = 9
KEYS = 60
TEXT = (
    "Some **bold** words, a [link](https://example.com) and `code`; then a list:\n\n- one\n- two\n\nAnd words. "
    * 3
)

PAINTED = """
() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName("first-contentful-paint")) resolve(entry.startTime);
  }).observe({ type: "paint", buffered: true });
})
"""
APPENDED = """
() => new Promise((resolve) => {
  const from = performance.now();
  const done = () => requestAnimationFrame(() => resolve(performance.now() - from));
  document.addEventListener("run:ended", done, { once: true });
  document.getElementById("run").click();
})
"""


def messages(count: int) -> list[dict[str, str]]:
    """Questions and answers by turns, the last one a question."""
    return [
        {"role": ("user", "assistant")[place % 2], "content": f"{place}. {TEXT}"} for place in range(count)
    ]


def conversation(page: Page, count: int) -> str:
    """The address of a conversation of so many messages."""
    page.goto("/chat/")
    run = str(uuid.uuid4())
    form = {
        "csrfmiddlewaretoken": page.locator("[name='csrfmiddlewaretoken']").first.input_value(),
        "run": run,
        "model": "bench",
        "stream": "true",
        "messages": json.dumps(messages(count)),
    }
    answer = page.request.post("/chat/", form=form, headers={"Origin": page.url.partition("/chat/")[0]})
    assert answer.ok, answer.text()
    return f"/chat/?run={run}"


def busy(client: CDPSession) -> float:
    """Seconds that the page's main thread has worked so far."""
    metrics = {metric["name"]: metric["value"] for metric in client.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def measure(browser: Browser, base_url: str, address: str) -> tuple[float, ...]:
    """Milliseconds of first paint, of a key, and of a run: the main thread's, and in all."""
    page = browser.new_context(base_url=base_url, viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address)
    page.locator("[data-run][data-status='completed']").wait_for()
    painted = float(page.evaluate(PAINTED))
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable")
    page.focus("#id_composer")
    page.keyboard.type("warm up ")
    before = busy(client)
    page.keyboard.type("typed " * (KEYS // 6))
    key = (busy(client) - before) * 1000 / KEYS
    before = busy(client)
    ended = float(page.evaluate(APPENDED))
    appended = (busy(client) - before) * 1000
    page.context.close()
    return painted, key, appended, ended


def main(long: int) -> None:
    upstream = Upstream(["An ", "answer ", "that ", "is ", "short."])
    environment = {"OPENAI_API_KEY": "bench", "OPENAI_BASE_URL": f"http://127.0.0.1:{upstream.port}/v1"}
    with tempfile.TemporaryDirectory() as folder, StartedServer(Path(folder), environment) as server:
        server.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=own_chromium())
            page = browser.new_page(base_url=server.url)
            addresses = {count: conversation(page, count) for count in (SHORT, long)}
            found: dict[int, list[tuple[float, ...]]] = {count: [] for count in addresses}
            for _ in range(ROUNDS):
                for count, address in addresses.items():
                    found[count].append(measure(browser, server.url, address))
            browser.close()
    for name, short, much in zip(
        ("first paint", "typing, a key", "appending a run, main thread", "appending a run, until complete"),
        map(median, zip(*found[SHORT], strict=True)),
        map(median, zip(*found[long], strict=True)),
        strict=True,
    ):
        print(
            f"{name}: {short:.2f} ms with {SHORT} messages, {much:.2f} ms with {long}: ratio {much / short:.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
