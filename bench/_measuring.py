"""What the benches share: processes beside this one, their CPU time and memory, and what of many numbers counts."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

BENCH = Path(__file__).resolve().parent
LISTENING = re.compile(r"Listening at (http://\S+)")


@contextmanager
def beside(script: str, *arguments: str) -> Iterator[tuple[str, int]]:
    """One of this folder's servers in a process of its own: its address and its process id."""
    command = [sys.executable, str(BENCH / script), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found = LISTENING.search(process.stdout.readline())
            if not found:
                raise SystemExit(f"{script} did not start")
            yield found[1], process.pid
        finally:
            process.terminate()


def cpu_of(pid: int) -> float:
    """Seconds of CPU time that the process has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def rss_of(pid: int) -> float:
    """Megabytes that the process has in memory now."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def within(numbers: Sequence[float], share: float) -> float:
    """The number that this share of them does not exceed: 0.99 for the 99th percentile."""
    ordered = sorted(numbers)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Claims:
    """Numbers against their limits, printed as they come; `misses` are those that do not hold."""

    def __init__(self) -> None:
        self.misses: list[str] = []

    def say(
        self, name: str, found: float, unit: str, *, most: float | None = None, least: float | None = None
    ) -> None:
        limit = (
            f"at most {most:,g}" if most is not None else f"at least {least:,g}" if least is not None else ""
        )
        holds = (most is None or found <= most) and (least is None or found >= least)
        if not holds:
            self.misses.append(name)
        shown = f"{found:,.0f}" if abs(found) >= 100 else f"{found:,.2f}"
        print(
            f"{'ok  ' if holds else 'MISS'} {name}: {shown} {unit}{f' ({limit})' if limit else ''}",
            flush=True,
        )

    def end(self) -> None:
        """Exit with status 1 when a number does not hold."""
        raise SystemExit(
            f"{len(self.misses)} of the limits are missed: {'; '.join(self.misses)}" if self.misses else 0
        )
