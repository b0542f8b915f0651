from django.db import models
from django.views.decorators.debug import sensitive_variables

from playground.connections.encryption import decrypt, encrypt
from playground.runs.models import Run


class ClientSecret(models.Model):
    """The secret that a run minted, sealed like a connection's key, and gone soon after it expires.

    The run itself, its JSON and its code show it cut to a few characters.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="client_secret")
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"secret of {self.run_id}"

    @sensitive_variables()
    def seal(self, value: str) -> None:
        """Keep this value; the caller saves."""
        self.sealed = encrypt(value)

    @sensitive_variables()
    def value(self) -> str:
        """The secret in the clear; raises `Undecryptable`."""
        return decrypt(self.sealed)


class Sound(models.Model):
    """A stretch of one side's sound while a session goes on: 16-bit PCM at 24 kHz, `start` in samples of the session.

    In the order of their ids, later ones go over earlier ones; one without data cuts its side off at `start`.
    """

    class Side(models.TextChoices):
        YOU = "you", "You"
        MODEL = "model", "Model"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="sounds")
    side = models.CharField(max_length=5, choices=Side)
    start = models.PositiveBigIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.side} at {self.start}"
