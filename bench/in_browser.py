"""How soon a stream of Markdown is on screen, and how smoothly: as fast as it can, and at 200 tokens a second.

Run `python bench/in_browser.py [10000] [20000] [paced]`, without names all of them. A number is of tokens at full
speed: from the upstream's last byte until the text is complete on the page, and the longest task of its main thread.
`paced` is 5,000 tokens at 200 a second: how much later than the stream they end, the long tasks in all, and the frames
that were not drawn in time. CHROMIUM names another browser. Ends with status 1 when a limit is missed.
"""

import asyncio
import json
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._measuring import Claims
from tests.browser.chromium import own_chromium
from tests.started import StartedServer

PAGES = 7
PACED, RATE = 5_000, 200
# Milliseconds between two frames.
FRAME = 1000 / 60
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
NOT_HERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
PARAGRAPH = (
    "## Part {n}\n\nSome **bold** words, a [link](https://example.com) and `code`, one after the other.\n\n"
)
BLOCK = "```python\ndef part_{n}(x):\n    return x + {n}\n```\n\n"
LISTS = "| a | b |\n|---|---|\n| {n} | two |\n\n- one\n- two\n\n"

WATCH = """
() => {
  window.longest = 0; window.tasks = 0; window.frames = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) { longest = Math.max(longest, entry.duration); tasks += entry.duration; }
  }).observe({ type: "longtask", buffered: false });
  window.endedAt = new Promise((resolve) => {
    new MutationObserver((changes) => {
      if (changes.some(({ target }) => target.textContent.includes("THE-LAST-WORD"))) resolve(Date.now());
    }).observe(document.getElementById("transcript"), { childList: true, subtree: true, characterData: true });
  });
}
"""
# Asking for frames costs some of them.
COUNT_FRAMES = """
() => {
  const frame = (now) => { frames.push(now); requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}
"""


def tokens_of_markdown(count: int) -> list[str]:
    """About `count` short tokens of varied Markdown, the last one THE-LAST-WORD."""
    tokens: list[str] = []
    number = 0
    while len(tokens) < count - 1:
        number += 1
        text = (PARAGRAPH + BLOCK + LISTS).format(n=number)
        tokens += [text[start : start + 4] for start in range(0, len(text), 4)]
    return [*tokens[: count - 1], "\n\nTHE-LAST-WORD"]


class Upstream:
    """Streams prepared bytes to whoever asks, at full speed or so many events a second, and remembers when a request
    had come as a whole, how large it was, and when the last byte left."""

    def __init__(self, tokens: list[str], rate: int = 0) -> None:
        self.rate = rate
        events = [{"choices": [{"index": 0, "delta": {"content": token}}]} for token in tokens]
        events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        lines = [f"data: {json.dumps(event)}\n\n".encode() for event in events]
        self.body = [*lines, b"data: [DONE]\n\n"]
        self.port = 0
        self.ready = threading.Event()
        self.asked_at = self.last_byte_at = 0.0
        self.size = 0
        threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True).start()
        self.ready.wait()

    async def serve(self) -> None:
        server = await asyncio.start_server(self.answer, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await server.serve_forever()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"POST"):
            # The page asks for the models too.
            writer.write(NOT_HERE)
            writer.close()
            return
        # Closing with unread bytes would reset the connection and take the answer's end with it.
        self.size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        await reader.readexactly(self.size)
        self.asked_at = time.time()
        writer.write(HEAD)
        at_once = 1 if self.rate else 20
        for start in range(0, len(self.body), at_once):
            if self.rate:
                await asyncio.sleep(self.asked_at + start / self.rate - time.time())
            writer.write(b"".join(self.body[start : start + at_once]))
            await writer.drain()
        self.last_byte_at = time.time()
        writer.close()


@dataclass(frozen=True)
class Shown:
    """Milliseconds: from the last byte to the complete text, the longest task, all long ones, the whole stream, and
    when each frame was begun, where they are counted."""

    late: float
    longest: float
    tasks: float
    whole: float
    frames: list[float]

    @property
    def dropped(self) -> float:
        """The share of frames that were not begun in time."""
        return 1 - (len(self.frames) - 1) * FRAME / (self.frames[-1] - self.frames[0])


def measure(page: Page, upstream: Upstream) -> Shown:
    page.goto("/chat/")
    page.evaluate(WATCH)
    page.fill("#id_model", "bench")
    page.fill("#id_composer", "Go")
    if upstream.rate:
        page.evaluate(COUNT_FRAMES)
    page.keyboard.press("Control+Enter")
    ended = float(page.evaluate("() => endedAt"))
    longest, tasks, frames = page.evaluate("() => [longest, tasks, frames]")
    late, whole = ended - upstream.last_byte_at * 1000, (upstream.last_byte_at - upstream.asked_at) * 1000
    shown = Shown(late, longest, tasks, whole, frames)
    print(
        f"     complete after {shown.late:.0f} ms; longest task {longest:.0f} ms, in all {tasks:.0f} ms",
        flush=True,
    )
    return shown


def shown_on_pages(browser: Browser, upstream: Upstream, pages: int) -> list[Shown]:
    environment = {
        "OPENAI_API_KEY": "sk-of-nobody",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{upstream.port}/v1",
    }
    with tempfile.TemporaryDirectory() as folder, StartedServer(Path(folder), environment) as server:
        server.wait_until_ready()
        shown = []
        for _ in range(pages):
            page = browser.new_page(base_url=server.url, viewport={"width": 1440, "height": 900})
            shown.append(measure(page, upstream))
            page.close()
        return shown


def full(claims: Claims, browser: Browser, count: int) -> None:
    shown = shown_on_pages(browser, Upstream(tokens_of_markdown(count)), PAGES)
    most = {10_000: 300, 20_000: 2000}.get(count)
    claims.say(
        f"{count:,} tokens at once, on screen after the last byte",
        median(each.late for each in shown),
        "ms",
        most=most,
    )
    longest = max(each.longest for each in shown)
    claims.say(
        f"{count:,} tokens at once, longest task", longest, "ms", most=100 if count == 10_000 else None
    )


def paced(claims: Claims, browser: Browser) -> None:
    shown = shown_on_pages(browser, Upstream(tokens_of_markdown(PACED), RATE), 1)[0]
    title = f"{PACED:,} tokens at {RATE}/s"
    claims.say(f"{title}, end after the stream's", 100 * shown.late / shown.whole, "% of it", most=3)
    claims.say(f"{title}, long tasks in all", shown.tasks, "ms", most=500)
    claims.say(f"{title}, frames not in time", 100 * shown.dropped, "%", most=3)


def main(names: list[str]) -> None:
    claims = Claims()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=own_chromium())
        for name in names or ["10000", "20000", "paced"]:
            if name.isdigit():
                full(claims, browser, int(name))
            else:
                paced(claims, browser)
        browser.close()
    claims.end()


if __name__ == "__main__":
    main(sys.argv[1:])
