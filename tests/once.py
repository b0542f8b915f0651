"""What is made once for all processes of a run of the tests, by the first that needs it."""

import atexit
import fcntl
import functools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

SHARED = "FOLDER_OF_THESE_TESTS"


def pytest_configure() -> None:
    """Before there are workers, which find it in their environment."""
    shared()


@functools.cache
def shared() -> Path:
    """The folder of this run of the tests, there until the process ends that began it."""
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, os.environ[SHARED], ignore_errors=True)
    return Path(os.environ[SHARED])


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Where `make` has made it: the others wait for the first."""
    made, making = shared() / name, shared() / f"{name}.making"
    with (shared() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(made)
    return made
