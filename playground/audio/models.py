from django.db import models

from playground.runs.models import File

from .speech.models import Take
from .transcription.models import Revision, Transcription

__all__ = ["Revision", "Sound", "Take", "Transcription"]


class Sound(models.Model):
    """What a stored file is as sound, found once. `problem` says why it is none; `peaks` are bytes, one a bar."""

    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="sound")
    container = models.CharField(max_length=100, blank=True)
    codec = models.CharField(max_length=40, blank=True)
    rate = models.PositiveIntegerField(default=0)
    channels = models.PositiveSmallIntegerField(default=0)
    seconds = models.FloatField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    peaks = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.codec} {self.seconds:.1f} s"
