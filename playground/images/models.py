from django.db import models

from playground.runs.models import File


class Prepared(models.Model):
    """A picture as it was made fit to be sent: squared, a PNG, small enough. `source` is what it was made from."""

    class Fit(models.TextChoices):
        CROP = "crop", "Crop to the middle"
        PAD = "pad", "Pad with transparency"

    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="prepared")
    source = models.ForeignKey(File, null=True, on_delete=models.SET_NULL, related_name="preparations")
    fit = models.CharField(max_length=4, choices=Fit)

    def __str__(self) -> str:
        return f"{self.file} ({self.fit})"
