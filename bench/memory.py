"""What the process takes: at rest, for each stream, and after thousands of runs.

Run `python bench/memory.py [runs]` (10,000). The playground is started as a user does, for
the second time: a first start also collects static files. Its resident memory is read at
rest, with 200 streams open that send a token now and then, and after each tenth of so many runs of five tokens, whose
memory should not grow. Ends with status 1 when a limit is missed.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._measuring import Claims, beside, rss_of
from bench.streams import Playground
from tests.started import StartedServer, prepared
from tests.visitor import Visitor

STREAMS, SECONDS = 200, 20
AT_ONCE, TENTHS = 10, 10
# No more than noise: what SQLite, the allocator and the caches of a page go up and down by.
GROWTH = 6
# So that it ends: what was reached by then is told.
LONGEST = 900


async def measure(ours: Playground, pid: int, runs: int) -> Claims:
    claims = Claims()
    claims.say("at rest, after a page", rss_of(pid), "MB", most=120)
    await asyncio.gather(*(ours("full.5.words") for _ in range(AT_ONCE)))
    before = rss_of(pid)
    streaming = asyncio.gather(*(ours(f"paced.{SECONDS}.1") for _ in range(STREAMS)))
    await asyncio.sleep(SECONDS * 0.7)
    claims.say("a stream", (rss_of(pid) - before) * 1024 / STREAMS, "kB", most=60)
    await streaming
    await asyncio.gather(*(ours("full.5.words") for _ in range(AT_ONCE)))
    deadline, grown = time.monotonic() + LONGEST, [rss_of(pid)]
    for tenth in range(1, TENTHS + 1):
        for _ in range(runs // TENTHS // AT_ONCE):
            streams = await asyncio.gather(*(ours("full.5.words") for _ in range(AT_ONCE)))
            if trouble := [stream.trouble for stream in streams if stream.trouble]:
                raise SystemExit(f"a run failed: {trouble[0]}")
            if time.monotonic() > deadline:
                break
        else:
            grown.append(rss_of(pid))
            print(f"     after {tenth * runs // TENTHS:,} runs: {grown[-1]:.1f} MB", flush=True)
            continue
        print(f"     stopped after {LONGEST} s")
        break
    half = grown[len(grown) // 2]
    claims.say("grown over the second half of the runs", grown[-1] - half, "MB", most=GROWTH)
    return claims


def main(runs: int) -> None:
    with beside("_upstream.py") as (upstream, _), tempfile.TemporaryDirectory() as folder:
        environment = {"OPENAI_API_KEY": "sk-of-nobody", "OPENAI_BASE_URL": upstream}
        with StartedServer(prepared(Path(folder)), environment) as server:
            server.wait_until_ready()
            with Visitor(server.url) as visitor:
                claims = asyncio.run(measure(Playground(visitor), server.process.pid, runs))
    claims.end()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
