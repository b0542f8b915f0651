"""What servers offered when they were last asked: kept with the dates on which models came and went."""

from collections.abc import Iterable
from datetime import date, datetime

from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils import timezone

from .models import Connection, SeenModel
from .offers import Offer

FACTS = ("position", "owned_by", "created", "shutdown_date", "context_window", "first_seen_at", "gone_at")
Shutdowns = dict[tuple[int | None, str], date]


async def keep(connection: Connection, offers: Iterable[Offer]) -> None:
    """Remember this list as what the server of the connection offers now."""
    await sync_to_async(store)(connection, list(offers), timezone.now())


def store(connection: Connection, offers: list[Offer], now: datetime) -> None:
    with transaction.atomic():
        known = {row.model: row for row in SeenModel.objects.filter(connection=connection)}
        listed = [row_of(connection, position, offer, now) for position, offer in enumerate(offers)]
        SeenModel.objects.bulk_create(
            [row for row in listed if row.model not in known], ignore_conflicts=True
        )
        changed = [known[row.model] for row in listed if row.model in known and update(known[row.model], row)]
        SeenModel.objects.bulk_update(changed, FACTS, batch_size=200)
        gone = known.keys() - {row.model for row in listed}
        missing = [known[name].pk for name in gone if known[name].gone_at is None]
        SeenModel.objects.filter(pk__in=missing).update(gone_at=now)


def row_of(connection: Connection, position: int, offer: Offer, now: datetime) -> SeenModel:
    return SeenModel(
        connection=connection,
        position=position,
        model=offer.id,
        owned_by=offer.owned_by,
        created=offer.created,
        shutdown_date=offer.shutdown_date,
        context_window=offer.context_window,
        first_seen_at=now,
    )


def update(row: SeenModel, listed: SeenModel) -> bool:
    """Take over what is listed now; whether that changed anything. One that was gone is new again."""
    if row.gone_at is None:
        listed.first_seen_at = row.first_seen_at
    before = [getattr(row, name) for name in FACTS]
    for name in FACTS:
        setattr(row, name, getattr(listed, name))
    return before != [getattr(row, name) for name in FACTS]


def forget(connection: Connection) -> None:
    """The connection leads to another server now."""
    SeenModel.objects.filter(connection=connection).delete()


def shutdowns(connections: Iterable[Connection]) -> Shutdowns:
    """The day on which each model of these connections shuts down, by connection and name."""
    rows = SeenModel.objects.filter(connection__in=connections, shutdown_date__isnull=False)
    found = rows.values_list("connection_id", "model", "shutdown_date")
    return {(connection, model): day for connection, model, day in found if day}
