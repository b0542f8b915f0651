from django.db import models

from playground.runs.models import Run


class Take(models.Model):
    """What a person thinks of one take: of one run that spoke."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="take")
    starred = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{'starred ' if self.starred else ''}{self.run}"
