"""How many tokens a second the sandbox streams on one core.

Run `python bench/sandbox.py`. A server is started on a data folder of its own, kept to one core where the system
allows it, and read by a bare socket in this process. `sandbox-fast` streams a chat completion per round. What counts
is the median over the rounds, from the first byte to the last; beside it are the tokens per second of the server's own
CPU time, writing the answer included, which other load does not change, and the time to the first byte.
Ends with status 1 below 50,000 tokens a second.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TOKENS = 50_000
ROUNDS = 9
WANTED = 50_000
READY = "Playground is at http://127.0.0.1:"


class Round(NamedTuple):
    wall: float
    cpu: float
    first_byte: float


@contextmanager
def served(**settings: str) -> Iterator[tuple[int, int]]:
    """The port and process id of a started server, on a core that this process then leaves."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        environment = {
            **os.environ,
            "PLAYGROUND_DATA_DIR": folder,
            "PORT": str(port),
            "HOST": "127.0.0.1",
            **settings,
        }
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        if cores:
            os.sched_setaffinity(0, cores[:1])
        command = [sys.executable, "manage.py", "serve"]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as server:
            try:
                if cores:
                    os.sched_setaffinity(0, cores[1:] or cores)
                while READY not in (line := server.stdout.readline()):
                    if not line:
                        raise SystemExit("The server did not start.")
                yield port, server.pid
            finally:
                server.terminate()


def request() -> bytes:
    body = json.dumps(
        {
            "model": "sandbox-fast",
            "messages": [{"role": "user", "content": "Tell me about rivers"}],
            "max_completion_tokens": TOKENS,
            "stream": True,
        }
    ).encode()
    head = "POST /sandbox/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer bench\r\n"
    more = f"Content-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + more).encode() + body


def cpu_of(pid: int) -> float:
    """Seconds of CPU that the process has used; none where there is no /proc."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def read(port: int, pid: int) -> Round:
    """Read one whole stream, and see that every token came."""
    used = cpu_of(pid)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        asked = time.perf_counter()
        connection.sendall(request())
        pieces = [connection.recv(1 << 18)]
        first = time.perf_counter()
        while piece := connection.recv(1 << 18):
            pieces.append(piece)
        last = time.perf_counter()
    seen = b"".join(pieces).count(b'"delta":{"content":')
    if seen != TOKENS:
        raise SystemExit(f"{seen} tokens arrived, {TOKENS} were asked for")
    return Round(last - first, cpu_of(pid) - used, first - asked)


def main() -> None:
    with served() as (port, pid):
        read(port, pid)  # warms up
        rounds = [read(port, pid) for _ in range(ROUNDS)]
    rate = TOKENS / statistics.median(round_.wall for round_ in rounds)
    cpu = statistics.median(round_.cpu for round_ in rounds)
    first = statistics.median(round_.first_byte for round_ in rounds)
    per_cpu = f"{TOKENS / cpu:,.0f} per second of its CPU" if cpu else "CPU time unknown here"
    print(f"{rate:,.0f} tokens/s on one core, {per_cpu}, first byte after {first * 1000:.0f} ms")
    raise SystemExit(0 if rate >= WANTED else 1)


if __name__ == "__main__":
    main()
