"""The process that checks values against strangers' schemas, so that none of them can hold this one.

A pattern that backtracks for ever cannot be interrupted in a thread, and keeps all other threads from running.
"""

import atexit
import json
import select
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from django.conf import settings

SECONDS = 3.0


class TookTooLong(Exception):
    """The check was given up."""


class Worker:
    """One child process that answers job by job; one that takes too long is killed, and the next job gets a new one."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[str] | None = None

    def violation(self, schema: Any, value: Any) -> dict[str, Any] | None:
        """What `violations.value_in` finds. Blocks; raises TookTooLong after SECONDS."""
        with self.lock:
            process = self.process = self.running()
            assert process.stdin
            assert process.stdout
            try:
                process.stdin.write(json.dumps({"schema": schema, "value": value}) + "\n")
                process.stdin.flush()
            except BrokenPipeError:
                self.stop()
                raise TookTooLong from None
            answered = select.select([process.stdout], [], [], SECONDS)[0]
            line = process.stdout.readline() if answered else ""
            if not line:
                self.stop()
                raise TookTooLong
            found: dict[str, Any] | None = json.loads(line)
            return found

    def running(self) -> subprocess.Popen[str]:
        if self.process and self.process.poll() is None:
            return self.process
        process = subprocess.Popen(
            [sys.executable, "-m", "playground.library.violations"],
            cwd=settings.BASE_DIR,
            env={"PYTHONIOENCODING": "utf-8"},
            text=True,
            encoding="utf-8",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdout
        process.stdout.readline()
        return process

    def stop(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What it never took cannot be flushed any more.
            with suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]


worker = Worker()
atexit.register(worker.stop)
