"""How long a model has left, in words."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

SOON = 60


@dataclass(frozen=True, slots=True)
class Countdown:
    """The days until a model shuts down; none or fewer when it has."""

    day: date
    days: int

    @property
    def is_over(self) -> bool:
        return self.days <= 0

    @property
    def tone(self) -> str:
        if self.is_over:
            return "bad"
        return "warn" if self.days <= SOON else ""

    @property
    def short(self) -> str:
        """A few words for a row: `shuts down in 96 days`."""
        if self.is_over:
            return "shut down"
        return "shuts down tomorrow" if self.days == 1 else f"shuts down in {self.days:,} days"

    @property
    def words(self) -> str:
        """A sentence: `Shuts down on 28 February 2027, in 96 days.`"""
        written = f"{self.day:%-d %B %Y}"
        if self.is_over:
            return f"Shut down on {written}."
        return f"Shuts down on {written}, {'tomorrow' if self.days == 1 else f'in {self.days:,} days'}."


def countdown(day: date) -> Countdown:
    return Countdown(day, (day - timezone.localdate()).days)
