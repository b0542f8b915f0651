"""The real `serve` command in a process of its own, on a free port, with a data folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.once import made_once

ROOT = Path(__file__).resolve().parent.parent
PREPARE = "from playground.server import preparation as p; p.migrate(); p.collect_static_files()"
READY = re.compile(r"Playground is at (http://\S+)")
# What the machine's own settings would change.
OURS = re.compile(
    r"ADMIN_|LIMIT_|LOGIN$|OIDC_|OPENAI_|PLAYGROUND_|HOST$|PORT$|SECRET_KEY|DATABASE_URL|REDIS_URL|ALLOWED_|TRUSTED_|S3_|STATIC_|UPLOAD_|DRAIN_|DEBUG$"
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def unset() -> dict[str, str]:
    """This machine's environment without settings of ours."""
    return {name: value for name, value in os.environ.items() if not OURS.match(name)}


def first_start(folder: Path) -> None:
    with StartedServer(folder) as server:
        server.wait_until_ready().stop()


def first_start_with_login(folder: Path) -> None:
    prepared(folder)
    environment = unset() | {"PLAYGROUND_DATA_DIR": str(folder), "LOGIN": "required"}
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", PREPARE], cwd=ROOT, env=environment, check=True
    )


def prepared(folder: Path, login: bool = False) -> Path:
    """The same folder, as a first start leaves it: migrating and collecting take longer than most tests."""
    made = made_once("login", first_start_with_login) if login else made_once("first", first_start)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder


class StartedServer:
    """A started playground: `url`, `port`, what it said in `lines`; leaving the context ends it."""

    def __init__(
        self, data_dir: Path, environment: Mapping[str, str] | None = None, port: int | None = None
    ) -> None:
        self.data_dir, self.port = data_dir, port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.lines: list[str] = []
        self.ready = threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=self.environment(environment or {}),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        return unset() | {"PLAYGROUND_DATA_DIR": str(self.data_dir), "PORT": str(self.port), **extra}

    def read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if READY.search(line):
                self.ready.set()
        self.ready.set()

    def wait_until_ready(self, seconds: float = 60) -> Self:
        assert self.ready.wait(seconds), f"nothing was served within {seconds} s: {self.output}"
        assert self.process.poll() is None, self.output
        return self

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def stop(self, sign: signal.Signals = signal.SIGTERM, seconds: float = 30) -> int:
        """Send the signal, wait for the end, and return the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.wait(seconds)

    def wait(self, seconds: float = 30) -> int:
        status = self.process.wait(seconds)
        self.reader.join(seconds)
        assert self.process.stdout
        self.process.stdout.close()
        return status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.wait()
