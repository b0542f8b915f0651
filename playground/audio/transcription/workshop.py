"""Where recordings are made fit: two at a time, each by a process that a thread watches over."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection as database
from django.utils import timezone

from playground.audio.sounds import environment, local_path, sound_of
from playground.runs import files
from playground.runs.admission import LimitReached
from playground.runs.models import File

from .models import Transcription
from .plans import Plan, plan_for

logger = logging.getLogger(__name__)
State = Transcription.State
places = threading.BoundedSemaphore(2)
DAMAGED = "The recording could not be read to its end. Convert it to another format, or choose another file."
OURS = "The playground failed while it prepared the recording. The server's log says more."


class Stopped(Exception):
    """Somebody stopped it, or deleted it."""


class Failed(Exception):
    """The words are for the person."""


Then = Callable[[Transcription, list[tuple[File, float]]], None]


def submit(transcription: Transcription, then: Then) -> None:
    """Make the recording fit, in a thread, and give `then` what was made, each with the second at which it begins."""
    beat(transcription.pk, 0)
    # A daemon: a process that ends does not wait for it, and the next one offers to go on.
    threading.Thread(target=work, args=(transcription.pk, then), name="workshop", daemon=True).start()


def work(pk: int, then: Then) -> None:
    try:
        with places:
            transcription = Transcription.objects.select_related("file", "connection", "owner").get(pk=pk)
            then(transcription, list(made_fit(transcription)))
    except (Stopped, Transcription.DoesNotExist):
        pass
    except (Failed, LimitReached) as error:
        fail(pk, str(error))
    except Exception:
        # The thread's last edge: without it the page would wait for ever.
        logger.exception("Transcription %s could not be prepared", pk)
        fail(pk, OURS)
    finally:
        database.close()


def fail(pk: int, problem: str) -> None:
    Transcription.objects.filter(pk=pk, state=State.PREPARING).update(state=State.FAILED, problem=problem)


def beat(pk: int, progress: float) -> None:
    """Remember how far it is. Raises Stopped when it need not go on."""
    going = Transcription.objects.filter(pk=pk, state=State.PREPARING)
    if not going.update(progress=min(progress, 1.0), heartbeat_at=timezone.now()):
        raise Stopped


def made_fit(transcription: Transcription) -> Iterator[tuple[File, float]]:
    """What is sent instead of the file, each with the second at which it begins."""
    file, sound = transcription.file, sound_of(transcription.file)
    plan = plan_for(file, sound, transcription.model, transcription.part_seconds)
    if plan.action == "rename":
        with file.file.open("rb") as content:
            yield files.keep(transcription.owner, content, plan.name), 0.0
        return
    with TemporaryDirectory() as folder, local_path(file) as path, process(path, folder, plan) as lines:
        for fact in lines:
            if "problem" in fact:
                raise Failed(f"{file.name} {fact['problem']}")
            beat(transcription.pk, fact.get("done", 0) / max(sound.seconds, 1) or transcription.progress)
            if name := fact.get("part"):
                with (Path(folder) / name).open("rb") as content:
                    given = part_name(plan, name)
                    yield files.keep(transcription.owner, content, given), fact["start"]
                (Path(folder) / name).unlink()


def part_name(plan: Plan, name: str) -> str:
    return f"{plan.name.removesuffix('.mp3')}, part {int(name[:4])}.mp3" if plan.part_seconds else plan.name


@contextmanager
def process(path: str, folder: str, plan: Plan) -> Iterator[Iterator[dict[str, Any]]]:
    """The lines of `cutting` at work; it is killed when nobody wants more."""
    module = "playground.audio.transcription.cutting"
    child = subprocess.Popen(
        [sys.executable, "-m", module, path, folder, str(plan.bit_rate), str(plan.part_seconds)],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with child:
        assert child.stdout
        try:
            yield (json.loads(line) for line in child.stdout)
            if child.wait():
                raise Failed(DAMAGED)
        finally:
            child.kill()
