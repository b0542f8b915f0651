"""Where a transcription stands: being prepared, under way, ended; what it says so far, as it was edited."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Q
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
    def texts(self) -> dict[str, str]:
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
        return len(self.transcription.starts) > 1

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
        """What is still being heard would change under the hand."""
        return bool(self.parts) and not self.is_live

    @property
    def waits(self) -> bool:
        """Parts wait for their turn and nobody takes turns: the process that did is gone."""
        states = {part.run.status for part in self.parts}
        return Status.QUEUED in states and Status.IN_PROGRESS not in states

    @property
    def others(self) -> list[Transcription]:
        """Of the same recording, to be read beside this one."""
        same = Transcription.objects.filter(
            owner=self.transcription.owner_id,
            file=self.transcription.file_id,
            state=Transcription.State.STARTED,
        )
        heard = same.filter(Q(run__isnull=False) | Q(run_set__runs__isnull=False)).distinct()
        return list(heard.exclude(pk=self.transcription.pk).exclude(starts=[])[:20])
