"""What a long conversation costs: 500 messages against 5.

Usage: python bench/conversation.py [messages]. Prints, for both and as their ratio, what the page needs, which may not
grow by half: the first paint with the messages on it; the main thread's time per key typed into the composer; and the
main thread's time for a run that is appended.

What has to grow is told beside it, without a limit: an API without a memory is sent all messages with every run, and
the server reads, checks, indexes and stores them before that and once more with the answer. So the server's CPU time
for a run, the time from Run until the upstream has the request, and from there until the answer is complete.
"""

import json
import sys
import tempfile
import uuid
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from statistics import mean, median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._measuring import Claims, cpu_of
from bench.in_browser import Upstream
from tests.browser.chromium import own_chromium
from tests.started import StartedServer

SHORT = 5
ROUNDS = 9
KEYS = 60
MOST = 1.5
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
  const now = () => performance.timeOrigin + performance.now();
  const from = now();
  const done = () => requestAnimationFrame(() => resolve([from, now()]));
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


@dataclass(frozen=True, slots=True)
class Costs:
    """Milliseconds, and the request's kilobytes."""

    painted: float
    key: float
    appended: float
    server: float
    asked: float
    answered: float
    size: float


def measure(browser: Browser, upstream: Upstream, server: StartedServer, address: str) -> Costs:
    page = browser.new_context(base_url=server.url, viewport={"width": 1440, "height": 900}).new_page()
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
    before, used = busy(client), cpu_of(server.process.pid)
    run_at, ended_at = page.evaluate(APPENDED)
    appended, used = (busy(client) - before) * 1000, (cpu_of(server.process.pid) - used) * 1000
    asked_at = upstream.asked_at * 1000
    page.context.close()
    asked, answered = asked_at - run_at, ended_at - asked_at
    return Costs(painted, key, appended, used, asked, answered, upstream.size / 1000)


def tell(short: Costs, much: Costs, long: int) -> None:
    claims = Claims()
    for name, few, many, most in (
        ("first paint", short.painted, much.painted, MOST),
        ("typing, a key", short.key, much.key, MOST),
        ("appending a run, main thread", short.appended, much.appended, MOST),
        ("a run, the server's CPU", short.server, much.server, None),
        (f"from Run until the upstream has {much.size:,.0f} kB", short.asked, much.asked, None),
        ("from there until the answer is complete", short.answered, much.answered, None),
    ):
        print(f"{name}: {few:.2f} ms with {SHORT} messages, {many:.2f} ms with {long}")
        claims.say(name, many / few, "times", most=most)
    claims.end()


def main(long: int) -> None:
    upstream = Upstream(["An ", "answer ", "that ", "is ", "short."])
    environment = {
        "OPENAI_API_KEY": "sk-of-nobody",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{upstream.port}/v1",
    }
    with tempfile.TemporaryDirectory() as folder, StartedServer(Path(folder), environment) as server:
        server.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=own_chromium())
            page = browser.new_page(base_url=server.url)
            addresses = {count: conversation(page, count) for count in (SHORT, long)}
            found: dict[int, list[Costs]] = {count: [] for count in addresses}
            for _ in range(ROUNDS):
                for count, address in addresses.items():
                    found[count].append(measure(browser, upstream, server, address))
            browser.close()
    tell(typical(found[SHORT]), typical(found[long]), long)


def typical(costs: list[Costs]) -> Costs:
    """The median of each; of CPU, which is counted in ticks of 10 ms, the mean."""
    each = Costs(*map(median, zip(*map(astuple, costs), strict=True)))
    return replace(each, server=mean(cost.server for cost in costs))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
