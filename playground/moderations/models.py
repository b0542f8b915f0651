"""From which score on somebody wants to look at an input."""

from django.conf import settings
from django.db import models

from playground.accounts.models import User

PRESETS = {"strict": 0.2, "balanced": 0.5, "lenient": 0.8}
BALANCED = PRESETS["balanced"]


class Thresholds(models.Model):
    """Somebody's own: `values` by category, `usual` for every other."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="thresholds"
    )
    usual = models.FloatField(default=BALANCED)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"thresholds of {self.owner}"

    def of(self, category: str) -> float:
        return float(self.values.get(category, self.usual))

    @property
    def preset(self) -> str:
        """The name of the preset that these are; empty when they were changed since."""
        names = [name for name, value in PRESETS.items() if value == self.usual]
        return names[0] if names and not self.values else ""


def thresholds_of(user: User) -> Thresholds:
    """Those that the user keeps, else the balanced ones, which are not stored."""
    return Thresholds.objects.filter(owner=user).first() or Thresholds(owner=user)
