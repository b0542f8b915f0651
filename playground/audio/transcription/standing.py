"""Where a transcription stands: being prepared, under way, ended; what it says so far, as it was edited."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from playground.audio.models import Sound
from playground.audio.sounds import sound_of
from playground.runs.models import Status

from .editing import edited, texts_of
from .models import Transcription
from .reading import Reading
from .stitching import Part, parts_of, stitched

# Without a sign of life for so long its process is gone.
LEASE = timedelta(seconds=20)


@dataclass(frozen=True)
class Standing:
    """What the templates print of one transcription."""

    transcription: Transcription

    @cached_property
    def sound(self) -> Sound:
        return sound_of(self.transcription.file)

    @cached_property
    def parts(self) -> list[Part]:
        return parts_of(self.transcription, self.sound.seconds)

    @cached_property
    def heard(self) -> Reading:
        """What was heard, untouched."""
        return stitched(self.parts)

    @cached_property
    def texts(self) -> dict[int, str]:
        return texts_of(self.transcription)

    @cached_property
    def reading(self) -> Reading:
        return edited(self.heard, self.texts)

    @property
    def is_preparing(self) -> bool:
        return self.transcription.state == Transcription.State.PREPARING

    @property
    def is_lost(self) -> bool:
        """Being prepared, by a process that is gone."""
        beat = self.transcription.heartbeat_at or self.transcription.created_at
        return self.is_preparing and timezone.now() - beat > LEASE

    @property
    def is_live(self) -> bool:
        return any(part.run.is_live for part in self.parts)

    @property
    def is_cut(self) -> bool:
        return len(self.parts) > 1

    @property
    def done(self) -> int:
        return sum(part.is_done for part in self.parts)

    @property
    def percent(self) -> int:
        return round(100 * self.transcription.progress)

    @property
    def seconds_left(self) -> float | None:
        """About how long the parts under way still take, by the pace of those that are done."""
        began = [part.run.started_at for part in self.parts if part.run.started_at]
        if not began or not self.done or not self.is_live:
            return None
        spent = (timezone.now() - min(began)).total_seconds()
        return spent / self.done * (len(self.parts) - self.done)

    @property
    def can_edit(self) -> bool:
        """A segment keeps its number once no part of the recording can put others before it."""
        return not self.is_live and all(part.is_done for part in self.parts)

    @property
    def text_run(self) -> object:
        """The run whose text other pages are given, where one run has all of it as it was heard."""
        done = not self.is_cut and self.parts and self.parts[0].run.status == Status.COMPLETED
        return self.parts[0].run.uuid if done else None

    @property
    def others(self) -> list[Transcription]:
        """Of the same recording, to be read beside this one."""
        same = Transcription.objects.filter(
            owner=self.transcription.owner_id,
            file=self.transcription.file_id,
            state=Transcription.State.STARTED,
        )
        return list(same.exclude(pk=self.transcription.pk).exclude(starts=[])[:20])
