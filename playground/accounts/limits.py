"""How much each user may do: so many runs at once, so many requests a minute, so many dollars a month."""

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from .models import Allowance, Spending, User

NAMES = ("concurrent", "per_minute", "monthly_cost")


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit. `monthly_cost` is in US dollars."""

    concurrent: int | None = None
    per_minute: int | None = None
    monthly_cost: Decimal | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) is not None for field in fields(self))


def defaults() -> Limits:
    """What settings allow everybody."""
    return Limits(
        settings.LIMIT_CONCURRENT_RUNS, settings.LIMIT_REQUESTS_PER_MINUTE, settings.LIMIT_MONTHLY_COST
    )


def limits_of(user: User) -> Limits:
    """The user's own limits, and the settings' where an admin has set none."""
    if not user.limits:
        return defaults()
    own: dict[str, Any] = {name: user.limits[name] for name in NAMES if name in user.limits}
    if own.get("monthly_cost") is not None:
        own["monthly_cost"] = Decimal(own["monthly_cost"])
    return replace(defaults(), **own)


def allowance_of(user: User) -> Allowance:
    """The user's allowance, locked: of all processes one at a time counts. In a transaction."""
    locked = Allowance.objects.select_for_update().filter(user=user)
    if found := locked.first():
        return found
    Allowance.objects.bulk_create([Allowance(user=user)], ignore_conflicts=True)
    return locked.get()


def this_month() -> date:
    return timezone.localdate().replace(day=1)


def next_month() -> date:
    first = this_month()
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def spent(user: User) -> Decimal:
    """What the user's runs have cost this month, in US dollars, as far as their prices are known."""
    found = Spending.objects.filter(user=user, month=this_month()).values_list("cost", flat=True).first()
    return found or Decimal(0)


def spend(user: User, cost: Decimal) -> None:
    """Add what a run has cost. It stays when the run is deleted. In a transaction."""
    mine: QuerySet[Spending] = Spending.objects.filter(user=user, month=this_month())
    if not mine.update(cost=F("cost") + cost):
        Spending.objects.bulk_create([Spending(user=user, month=this_month())], ignore_conflicts=True)
        mine.update(cost=F("cost") + cost)


def spent_by_user() -> dict[int, Decimal]:
    """What everybody's runs have cost this month, by the user's primary key."""
    return dict(Spending.objects.filter(month=this_month()).values_list("user_id", "cost"))
