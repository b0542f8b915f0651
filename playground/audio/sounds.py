"""What stored files are as sound: asked of a process apart, once, and remembered."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings

from playground.runs.models import File

from .models import Sound

MODULE = "playground.audio.listening"
# A file that takes longer to look at is not worth it.
SECONDS = {"probe": 15, "peaks": 900}
DAMAGED = "is damaged: it could not be read to its end"
# Decoding is work: as many at a time as leave the rest of the machine alone.
places = threading.BoundedSemaphore(2)


def sound_of(file: File) -> Sound:
    """The file's facts; `problem` is set when it holds no sound. Blocks for a moment the first time."""
    if known := Sound.objects.filter(file=file).first():
        return known
    with local_path(file) as path:
        found = ask("probe", path)
    sound, _ = Sound.objects.get_or_create(file=file, defaults=found)
    return sound


def with_peaks(file: File) -> Sound:
    """The same with its peaks. Blocks while all of the file is decoded the first time: an hour takes some seconds."""
    sound = sound_of(file)
    if sound.peaks is None and not sound.problem:
        with local_path(file) as path:
            found = ask("peaks", path)
        sound.peaks = bytes(found.get("peaks", ()))
        sound.seconds = found.get("seconds") or sound.seconds
        sound.save(update_fields=["peaks", "seconds"])
    return sound


def ask(task: str, path: str) -> dict[str, Any]:
    with places:
        try:
            done = subprocess.run(
                [sys.executable, "-m", MODULE, task, path],
                cwd=settings.BASE_DIR,
                capture_output=True,
                timeout=SECONDS[task],
                env=environment(),
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"problem": DAMAGED}
    if done.returncode:
        return {"problem": DAMAGED}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def environment() -> dict[str, str]:
    """What a process that decodes needs of ours: no secrets, and no thread for each processor."""
    return {"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1"}


@contextmanager
def local_path(file: File) -> Iterator[str]:
    """Where the bytes lie on this machine; fetched there for as long as it is open when storage is elsewhere."""
    try:
        path = file.file.path
    except NotImplementedError:
        with NamedTemporaryFile() as fetched, file.file.open("rb") as content:
            shutil.copyfileobj(content, fetched)
            fetched.flush()
            yield fetched.name
        return
    yield path
