"""What the playground adds to a stream: from the upstream to the socket, history saved, one stream and many.

Run `python bench/streams.py [full] [first] [50] [100] [300]`, without names all of them. An upstream in a process of
its own stamps its tokens with the time they leave. Three read it in turns: a bare httpx + httpx-sse loop here, a thin
uvicorn + httpx relay, and the playground as `manage.py serve` starts it, where each stream is a new chat: a form is
posted, then its run's socket is read. Ends with status 1 when a limit is missed. CPU times and ratios depend least on
what else the machine does.
"""

import asyncio
import json
import re
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import httpx_sse
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._measuring import Claims, beside, cpu_of, within
from bench._upstream import LAST
from tests.started import StartedServer
from tests.visitor import HTMX, Visitor

FULL_TOKENS, FULL_ROUNDS = 20_000, 7
FIRST_ROUNDS = 40
RATE, TOKENS = 50, 500
STAMP = re.compile(r"(\d+):(\d{16})")


@dataclass
class Stream:
    """One stream as its reader saw it: seconds from asking to the first token, and of each from upstream to here."""

    first: float = 0.0
    delays: list[float] = field(default_factory=list)
    seen: int = 0
    frames: int = 0
    began: float = 0.0
    ended: float = 0.0
    last_text: bool = False
    trouble: str = ""
    run: str = ""

    def take(self, text: str, asked: float) -> None:
        now = time.time()
        self.frames += 1
        if not self.began:
            self.began, self.first = now, now - asked
        for number, stamp in STAMP.findall(text):
            # The open block of an answer comes again with each frame.
            if int(number) > self.seen:
                self.seen = int(number)
                self.delays.append(now - int(stamp) / 1e6)
        if LAST in text:
            self.last_text, self.ended = True, now


class Playground:
    """Chats with a started playground as its page does."""

    def __init__(self, visitor: Visitor) -> None:
        self.url, self.token = visitor.url, visitor.token
        limits = httpx.Limits(max_connections=400)
        self.http = httpx.AsyncClient(
            base_url=self.url, cookies=visitor.client.cookies, timeout=60, trust_env=False, limits=limits
        )

    async def __call__(self, model: str) -> Stream:
        run = str(uuid.uuid4())
        stream = Stream(run=run)
        form = {
            "csrfmiddlewaretoken": self.token,
            "run": run,
            "model": model,
            "stream": "true",
            "composer": "Go on",
        }
        asked = time.time()
        try:
            answer = await self.http.post("/chat/", data=form, headers={**HTMX, "Origin": self.url})
            answer.raise_for_status()
            if "data-run=" in answer.text:
                await listen(f"{self.url.replace('http', 'ws')}/ws/runs/{run}/", self.url, stream, asked)
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            stream.trouble = repr(error)
        return stream

    async def look_up(self, stream: Stream) -> None:
        """See in the history that the run has ended well."""
        if not stream.trouble:
            kept = (await self.http.get(f"/history/{stream.run}.json")).raise_for_status().json()
            if kept["status"] != "completed":
                stream.trouble = f"{kept['status']}: {kept['error']}"


class Relay:
    def __init__(self, url: str) -> None:
        self.url = url

    async def __call__(self, model: str) -> Stream:
        stream, asked = Stream(), time.time()
        await listen(self.url.replace("http", "ws"), None, stream, asked, json.dumps(request(model)))
        return stream


Asking = Callable[[str], Coroutine[Any, Any, Stream]]


async def listen(address: str, origin: Any, stream: Stream, asked: float, first: str = "") -> None:
    try:
        async with connect(
            address, origin=origin, proxy=None, compression=None, max_size=None, open_timeout=60
        ) as socket:
            if first:
                await socket.send(first)
            while True:
                text = str(await socket.recv())
                if first or "-answer" in text or "-c0" in text:
                    stream.take(text, asked)
    except ConnectionClosed as closed:
        if closed.rcvd is None or closed.rcvd.code != 1000:
            stream.trouble = repr(closed)
    except OSError as error:
        stream.trouble = repr(error)


def request(model: str) -> dict[str, Any]:
    return {"model": model, "messages": [{"role": "user", "content": "Go on"}], "stream": True}


async def bare(url: str, model: str) -> float:
    """When the last token was read by a loop that does nothing else."""
    async with (
        httpx.AsyncClient(timeout=60, trust_env=False) as http,
        httpx_sse.aconnect_sse(http, "POST", f"{url}/chat/completions", json=request(model)) as source,
    ):
        async for _ in source.aiter_sse():
            pass
    return time.time()


class Bench:
    def __init__(self, upstream: str, ours: Playground, relay: Relay, pids: tuple[int, int]) -> None:
        self.upstream, self.ours, self.relay = upstream, ours, relay
        self.ours_pid, self.relay_pid = pids
        self.claims = Claims()

    async def full(self) -> None:
        """One stream at full speed."""
        for text in ("lines", "words", "markdown"):
            model = f"full.{FULL_TOKENS}.{text}"
            found: dict[str, list[float]] = {"ours": [], "bare": [], "cpu": [], "bare cpu": []}
            for _ in range(FULL_ROUNDS):
                used = time.process_time()
                ended = await bare(self.upstream, model)
                found["bare cpu"].append((time.process_time() - used) / FULL_TOKENS * 1e6)
                found["bare"].append(FULL_TOKENS / (ended - self.began()))
                used = cpu_of(self.ours_pid)
                stream = await self.ours(model)
                found["cpu"].append((cpu_of(self.ours_pid) - used) / FULL_TOKENS * 1e6)
                await self.ours.look_up(stream)
                if stream.trouble or not stream.last_text:
                    raise SystemExit(f"the stream did not arrive: {stream.trouble}")
                found["ours"].append(FULL_TOKENS / (stream.ended - self.began()))
            ours, alone = median(found["ours"]), median(found["bare"])
            limits = {"words": (None, None), "markdown": (None, None)}.get(text, (20_000, 0.6))
            self.claims.say(f"full speed, {text}", ours, "tokens/s", least=limits[0])
            self.claims.say(f"full speed, {text}, beside a bare loop", ours / alone, "of it", least=limits[1])
            for name, who in (("bare cpu", "bare loop's CPU"), ("cpu", "server CPU")):
                self.claims.say(f"full speed, {text}, {who}", median(found[name]), "µs a token")

    def began(self) -> float:
        """When the upstream began its last answer."""
        return float(httpx.get(f"{self.upstream}/last", trust_env=False).json()["began"])

    async def first(self) -> None:
        """The first token of one stream, and those after it at 50 a second."""
        model = f"paced.2.{RATE}"
        firsts: dict[str, list[float]] = {"ours": [], "relay": []}
        for round_ in range(FIRST_ROUNDS):
            for name, ask in (("relay", self.relay), ("ours", self.ours)):
                stream = await ask(model)
                if round_ > 2:
                    firsts[name].append(stream.first * 1000)
        relay, ours = median(firsts["relay"]), median(firsts["ours"])
        self.claims.say("first token of the relay", relay, "ms")
        self.claims.say("first token after the relay's", ours - relay, "ms", most=15)
        stream = await self.ours(f"paced.{TOKENS}.{RATE}")
        self.claims.say(
            "one stream at 50/s, from upstream, p99", within(stream.delays, 0.99) * 1000, "ms", most=20
        )

    async def many(self, count: int) -> None:
        """So many new chats at once."""
        relay, relay_cpu = await self.at_once(self.relay, count, self.relay_pid)
        ours, ours_cpu = await self.at_once(self.ours, count, self.ours_pid)
        limits = {50: (250, 50, 1.5), 100: (None, 150, None)}.get(count, (None, None, None))
        for name, streams, cpu in (("relay", relay, relay_cpu), ("ours", ours, ours_cpu)):
            lost = sum(TOKENS - stream.seen for stream in streams)
            failed = [stream.trouble for stream in streams if stream.trouble]
            most = dict(zip(("first", "delay"), limits[:2], strict=True)) if name == "ours" else {}
            delays = [delay * 1000 for stream in streams for delay in stream.delays]
            title = f"{count} streams, {name}"
            if failed:
                print("  ", failed[:3])
            self.claims.say(f"{title}, failed", len(failed), "streams", most=0)
            self.claims.say(f"{title}, lost", lost, "tokens", most=0)
            firsts = [stream.first * 1000 for stream in streams]
            self.claims.say(f"{title}, first token p99", within(firsts, 0.99), "ms", most=most.get("first"))
            self.claims.say(f"{title}, delay p99", within(delays, 0.99), "ms", most=most.get("delay"))
            self.claims.say(f"{title}, frames a token", sum(s.frames for s in streams) / TOKENS / count, "")
            self.claims.say(f"{title}, server CPU", cpu / TOKENS / count * 1e6, "µs a token")
        self.claims.say(
            f"{count} streams, CPU beside the relay", ours_cpu / relay_cpu, "times", most=limits[2]
        )

    async def at_once(self, ask: Asking, count: int, pid: int) -> tuple[list[Stream], float]:
        await asyncio.gather(*(ask(f"paced.2.{RATE}") for _ in range(5)))
        used = cpu_of(pid)
        streams = await asyncio.gather(*(ask(f"paced.{TOKENS}.{RATE}") for _ in range(count)))
        used = cpu_of(pid) - used
        if ask is self.ours:
            await asyncio.gather(*map(self.ours.look_up, streams))
        return list(streams), used


async def measure(bench: Bench, names: list[str]) -> None:
    for name in names or ["full", "first", "50", "100", "300"]:
        await (bench.many(int(name)) if name.isdigit() else getattr(bench, name)())


def main() -> None:
    with beside("_upstream.py") as (upstream, _), tempfile.TemporaryDirectory() as folder:
        environment = {"OPENAI_API_KEY": "sk-of-nobody", "OPENAI_BASE_URL": upstream}
        with (
            beside("_relay.py", upstream) as (relay, relay_pid),
            StartedServer(Path(folder), environment) as server,
        ):
            server.wait_until_ready()
            with Visitor(server.url) as visitor:
                bench = Bench(upstream, Playground(visitor), Relay(relay), (server.process.pid, relay_pid))
                asyncio.run(measure(bench, sys.argv[1:]))
    bench.claims.end()


if __name__ == "__main__":
    main()
