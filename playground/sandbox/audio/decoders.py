"""The recognisers at work: processes, because one holds its interpreter while it listens, and weighs 90 MB."""

import atexit
import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

SCRIPT = Path(__file__).with_name("decode.py")
# With as many as this, one long recording does not keep a short one waiting.
MOST = 2
Found = list[tuple[str, int, int, float]]


class Decoder:
    """One process; it ends when this one does, however that comes: then its input ends."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl+C is for the server.
            start_new_session=True,
        )

    def words(self, voiced: bytes) -> Found:
        """As `decode` writes them. Raises OSError or ValueError when the process has ended."""
        # Popen types its pipes as optional, which they are only when none were asked for.
        into: IO[bytes] = self.process.stdin  # type: ignore[assignment]
        out: IO[bytes] = self.process.stdout  # type: ignore[assignment]
        into.write(len(voiced).to_bytes(4, "little") + voiced)
        into.flush()
        found: Found = json.loads(out.readline())
        return found

    def close(self) -> None:
        with self.process:
            self.process.kill()


idle: "queue.LifoQueue[Decoder]" = queue.LifoQueue()
places = threading.Semaphore(MOST)


def words(voiced: bytes) -> Found:
    """What is said in an utterance (PCM at 16 kHz): words with their frames and probabilities. Blocks meanwhile."""
    with places:
        try:
            return of(a_decoder(), voiced)
        except (OSError, ValueError):
            # Somebody ended the process; a new one may do better.
            return of(Decoder(), voiced)


def a_decoder() -> Decoder:
    try:
        return idle.get_nowait()
    except queue.Empty:
        return Decoder()


def of(decoder: Decoder, voiced: bytes) -> Found:
    try:
        found = decoder.words(voiced)
    except BaseException:
        decoder.close()
        raise
    idle.put(decoder)
    return found


@atexit.register
def dismiss() -> None:
    while not idle.empty():
        idle.get().close()
