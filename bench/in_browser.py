"""How soon a fast stream is all on screen: 10,000 tokens of Markdown at full speed, from the upstream's last byte.

Usage: python bench/in_browser.py [tokens]. Prints, for each of several pages and as their median, the milliseconds from
the upstream's last byte until the text is complete on the page, and the longest task of the page's main thread.
"""

import asyncio
import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser.chromium import own_chromium
from tests.started import StartedServer

PAGES = 7
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
NOT_HERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
PARAGRAPH = (
    "## Part {n}\n\nSome **bold** words, a [link](https://example.com) and `code`, one after the other.\n\n"
)
BLOCK = "```python\ndef part_{n}(x):\n    return x + {n}\n```\n\n"
LISTS = "| a | b |\n|---|---|\n| {n} | two |\n\n- one\n- two\n\n"

WATCH = """
() => {
  window.longest = 0; window.tasks = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) { longest = Math.max(longest, entry.duration); tasks += entry.duration; }
  }).observe({ type: "longtask", buffered: false });
  window.endedAt = new Promise((resolve) => {
    new MutationObserver(() => {
      if (document.getElementById("transcript").textContent.includes("THE-LAST-WORD")) resolve(Date.now());
    }).observe(document.getElementById("transcript"), { childList: true, subtree: true, characterData: true });
  });
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
    """Streams prepared bytes at full speed to whoever asks, and remembers when a request had come as a whole, how
    large it was, and when the last byte left."""

    def __init__(self, tokens: list[str]) -> None:
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
        for start in range(0, len(self.body), 20):
            writer.write(b"".join(self.body[start : start + 20]))
            await writer.drain()
        self.last_byte_at = time.time()
        writer.close()


def measure(page: Page, upstream: Upstream) -> float:
    """Milliseconds from the upstream's last byte until all of the text is on the page."""
    page.goto("/chat/")
    page.evaluate(WATCH)
    page.fill("#id_model", "bench")
    page.fill("#id_composer", "Go")
    page.keyboard.press("Control+Enter")
    ended = float(page.evaluate("() => endedAt"))
    longest, tasks = page.evaluate("() => [longest, tasks]")
    late = ended - upstream.last_byte_at * 1000
    print(f"complete after {late:.0f} ms; longest task {longest:.0f} ms, long tasks in all {tasks:.0f} ms")
    return late


def main(tokens: int) -> None:
    upstream = Upstream(tokens_of_markdown(tokens))
    environment = {"OPENAI_API_KEY": "bench", "OPENAI_BASE_URL": f"http://127.0.0.1:{upstream.port}/v1"}
    with tempfile.TemporaryDirectory() as folder, StartedServer(Path(folder), environment) as server:
        server.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=own_chromium())
            late = []
            for _ in range(PAGES):
                page = browser.new_page(base_url=server.url, viewport={"width": 1440, "height": 900})
                late.append(measure(page, upstream))
                page.close()
            browser.close()
    print(f"{tokens:,} tokens are complete {median(late):.0f} ms after the upstream's last byte")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
