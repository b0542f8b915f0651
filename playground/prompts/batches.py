"""A version sent once for each row of a table: start, go on, retry, and how far it is."""

import json
import uuid as uuids
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Sum

from playground.connections.models import Connection
from playground.runs import services as runs
from playground.runs import sets
from playground.runs.models import LIVE_STATUSES, Run, RunSet, Status

from . import variables
from .models import Batch, Row, Version
from .shapes import OPERATION
from .tables import Table

AGAIN = (Status.INTERRUPTED, Status.CANCELLED)


def start(
    version: Version, connection: Connection, table: Table, *, concurrency: int, uuid: uuids.UUID
) -> Batch:
    """Send the rows without a problem; returns at once. The same `uuid` again returns the first batch."""
    if first := Batch.objects.for_user(version.prompt.owner).filter(run_set__uuid=uuid).first():
        return first
    params = version.params
    with transaction.atomic():
        run_set = sets.start_set(
            version.prompt.owner,
            connection,
            OPERATION,
            (
                variables.filled(params, dict(zip(table.columns, row.cells, strict=True)))
                for row in table.good
            ),
            kind=RunSet.Kind.BATCH,
            title=f"{version.prompt.name} · v{version.number}",
            concurrency=concurrency,
            uuid=uuid,
        )
        batch = Batch.objects.create(
            version=version, run_set=run_set, columns=json.dumps(table.columns, ensure_ascii=False)
        )
        Row.objects.bulk_create(
            Row(batch=batch, position=position, cells=json.dumps(row.cells, ensure_ascii=False))
            for position, row in enumerate(table.good)
        )
    return batch


def again(batch: Batch, statuses: tuple[str, ...]) -> int:
    """Queue a new run in the place of each that ended like this, and go on; returns how many.

    The earlier runs stay in the history.
    """
    with transaction.atomic():
        ended = list(batch.run_set.runs.filter(status__in=statuses).select_related("connection"))
        for run in ended:
            if run.connection is None:
                continue
            new = runs.new(
                run.owner,
                run.connection,
                run.operation,
                run.params,
                run_set=batch.run_set,
                position=run.position,
            )
            runs.store(new, force_insert=True)
            Run.objects.filter(pk=run.pk).update(run_set=None, position=None)
    sets.resume(batch.run_set)
    return len(ended)


@dataclass(frozen=True, slots=True)
class Progress:
    counts: Counter[str]
    cost: Decimal | None

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def done(self) -> int:
        return self.total - sum(self.counts[status] for status in LIVE_STATUSES)

    @property
    def is_live(self) -> bool:
        return self.done < self.total

    @property
    def failed(self) -> int:
        return self.counts[Status.FAILED]

    @property
    def waits(self) -> int:
        """How many could go on: interrupted or stopped."""
        return sum(self.counts[status] for status in AGAIN)

    @property
    def is_stalled(self) -> bool:
        """Whether runs wait and none is under way, as after a process that ended."""
        return bool(self.counts[Status.QUEUED]) and not self.counts[Status.IN_PROGRESS]

    @property
    def chips(self) -> list[tuple[Status, int]]:
        return [(status, self.counts[status]) for status in Status if self.counts[status]]


def progress(batch: Batch) -> Progress:
    grouped = batch.run_set.runs.order_by().values_list("status").annotate(Count("id"), Sum("cost"))
    counts: Counter[str] = Counter()
    costs = []
    for status, count, cost in grouped:
        counts[status] = count
        costs += [cost] if cost is not None else []
    return Progress(counts, sum(costs, Decimal()) if costs else None)
