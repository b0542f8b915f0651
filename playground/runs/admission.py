"""Whether a user's next run may begin: the one place that holds runs to their owner's limits.

A refused run is not stored and nothing of it is sent. In a set the runs wait for their turn instead, and only what
cannot come free by waiting, the month's cost, ends them.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from playground.accounts.limits import Limits, allowance_of, limits_of, next_month, spent
from playground.accounts.models import User
from playground.connections.models import Connection

from .metrics import money
from .models import Run, Status

MINUTE = 60.0
# What upstream asks no money for, as everything at the sandbox.
FREE = {
    *("update_chat_completion", "delete_chat_completion", "delete_response", "delete_model"),
    *("cancel_response", "create_moderation"),
}
# What ends a run is never refused.
ALWAYS = {"cancel_response"}


class LimitReached(Exception):
    """What the limit is and when it is free again, in a sentence; `retry_after` in seconds where that is known."""

    def __init__(self, words: str, retry_after: float | None = None) -> None:
        super().__init__(words)
        self.words, self.retry_after = words, retry_after


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a user is with their limits: runs under way, the times of the last minute's requests, dollars spent."""

    limits: Limits
    under_way: int
    recent: tuple[float, ...]
    spent: Decimal

    @classmethod
    def of(cls, user: User, limits: Limits, begun: list[float], besides: int | None = None) -> "Standing":
        """At most one query for each limit that is set. `besides` is the key of a run that is not to be counted."""
        since = time.time() - MINUTE
        return cls(
            limits,
            under_way(user, besides) if limits.concurrent is not None else 0,
            tuple(moment for moment in begun if moment > since),
            spent(user) if limits.monthly_cost is not None else Decimal(0),
        )

    @property
    def room(self) -> int | None:
        """How many runs may begin now; None for any number. What they cost is not looked at."""
        rooms = []
        if self.limits.concurrent is not None:
            rooms.append(self.limits.concurrent - self.under_way)
        if self.limits.per_minute is not None:
            rooms.append(self.limits.per_minute - len(self.recent))
        return max(0, min(rooms)) if rooms else None

    def check(self, count: int, *, is_free: bool) -> None:
        """Raise `LimitReached` unless so many runs may begin now."""
        self.check_cost(is_free=is_free)
        at_once, a_minute = self.limits.concurrent, self.limits.per_minute
        if at_once is not None and self.under_way + count > at_once:
            raise LimitReached(
                f"You may have {runs(at_once)} under way at once, and {self.under_way} {are(self.under_way)}: "
                "wait until one ends, or stop one in the history"
            )
        if a_minute is not None and len(self.recent) + count > a_minute:
            oldest = sorted(self.recent)[: len(self.recent) + count - a_minute]
            wait = max(1.0, oldest[-1] + MINUTE - time.time()) if len(oldest) and count <= a_minute else None
            when = f"the next may begin in {round(wait)} s" if wait else "that many never fit"
            raise LimitReached(
                f"You may start {runs(a_minute)} a minute, and {len(self.recent)} began in the last: {when}",
                wait,
            )

    def check_cost(self, *, is_free: bool) -> None:
        most = self.limits.monthly_cost
        if most is not None and not is_free and self.spent >= most:
            first = next_month()
            begins = timezone.make_aware(datetime(first.year, first.month, first.day))
            raise LimitReached(
                f"Your runs may cost ${most:,.2f} a month, and this month's have cost {money(self.spent)}: it is free "
                f"again on {first:%-d %B}, or when an admin raises the limit",
                (begins - timezone.now()).total_seconds(),
            )


def admit(run: Run) -> None:
    """Count a run that was just stored, or raise `LimitReached`, which takes it back. In a transaction.

    Stored first and then counted behind a lock: of two processes the second sees the first one's run.
    """
    limits = limits_of(run.owner)
    if not limits or run.operation in ALWAYS:
        return
    allowance = allowance_of(run.owner)
    standing = Standing.of(run.owner, limits, allowance.begun, besides=run.pk)
    standing.check(1, is_free=is_free(run.connection, run.operation))
    if limits.per_minute is not None:
        allowance.begin(standing.recent, 1)


def foresee(user: User, connections: Collection[Connection | None], operation: str) -> None:
    """Raise `LimitReached` when runs at these could not begin together now, before the first is. In a transaction."""
    if limits := limits_of(user):
        free = all(is_free(connection, operation) for connection in connections)
        Standing.of(user, limits, allowance_of(user).begun).check(len(connections), is_free=free)


def check_cost(user: User, connection: Connection | None, operation: str) -> None:
    """Raise `LimitReached` when a set's runs may not begin any more this month."""
    if (limits := limits_of(user)).monthly_cost is not None:
        only = Limits(monthly_cost=limits.monthly_cost)
        Standing.of(user, only, []).check_cost(is_free=is_free(connection, operation))


def turns_now(user: User, wanted: int) -> int:
    """How many of a set's waiting runs may begin now, at most `wanted`; they count as begun. In a transaction."""
    limits = limits_of(user)
    if not limits or not wanted:
        return wanted
    allowance = allowance_of(user)
    standing = Standing.of(user, limits, allowance.begun)
    may = wanted if standing.room is None else min(wanted, standing.room)
    if may and limits.per_minute is not None:
        allowance.begin(standing.recent, may)
    return may


def under_way(user: User, besides: int | None = None) -> int:
    """How many runs of the user are under way or about to be; in a set they wait for their turn."""
    waits = Q(status=Status.QUEUED, run_set__concurrency__gt=0)
    live = Run.objects.filter(owner=user, status__in=(Status.QUEUED, Status.IN_PROGRESS))
    counted = live.exclude(waits)
    return (counted if besides is None else counted.exclude(pk=besides)).count()


def is_free(connection: Connection | None, operation: str) -> bool:
    return operation in FREE or (connection is not None and connection.source == Connection.Source.SANDBOX)


def runs(count: int) -> str:
    return f"{count:,} run{'' if count == 1 else 's'}"


def are(count: int) -> str:
    return "is" if count == 1 else "are"
