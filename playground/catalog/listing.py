"""The table of models: what the server lists, filtered and sorted as the query string asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.utils.http import urlencode

from playground.accounts.models import User
from playground.connections.countdown import Countdown, countdown
from playground.connections.models import Connection, SeenModel
from playground.runs.models import Run

from .abilities import LABELS, Abilities, abilities
from .naming import has_page
from .prices import Known, known


@dataclass(frozen=True, slots=True)
class Row:
    """A model of the table; `runs` are the person's own with it."""

    seen: SeenModel
    abilities: Abilities
    known: Known
    runs: int
    is_new: bool

    @property
    def id(self) -> str:
        return self.seen.model

    @property
    def has_page(self) -> bool:
        return has_page(self.seen.model)

    @property
    def created(self) -> date | None:
        return datetime.fromtimestamp(self.seen.created, UTC).date() if self.seen.created else None

    @property
    def context_window(self) -> int | None:
        return self.seen.context_window or self.known.context_window

    @property
    def countdown(self) -> Countdown | None:
        return countdown(self.seen.shutdown_date) if self.seen.shutdown_date else None


# What each column sorts by; those that do not have it come last either way.
SORTS: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "id": ("model", lambda row: row.id.lower()),
    "owner": ("owner", lambda row: row.seen.owned_by.lower()),
    "created": ("created", lambda row: row.seen.created),
    "context": ("context", lambda row: row.context_window),
    "shutdown": ("shutdown", lambda row: row.seen.shutdown_date),
    "runs": ("my runs", lambda row: row.runs),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list to show: words in the id or owner, an owner, an ability, a column (`-` before it: downwards)."""

    q: str
    owner: str
    ability: str
    sort: str

    @property
    def is_narrow(self) -> bool:
        return bool(self.q or self.owner or self.ability)

    def takes(self, row: Row) -> bool:
        words = f"{row.id} {row.seen.owned_by}".lower()
        return (
            all(word in words for word in self.q.lower().split())
            and self.owner in ("", row.seen.owned_by)
            and self.ability in ("", *(ability.operation for ability in row.abilities.able))
        )

    def sorted(self, rows: list[Row]) -> list[Row]:
        key = SORTS[self.sort.removeprefix("-")][1]
        have = sorted(
            (row for row in rows if key(row) is not None), key=key, reverse=self.sort.startswith("-")
        )
        return have + [row for row in rows if key(row) is None]

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """Each column that sorts, with the query that sorts by it, and how it sorts now."""
        return [
            (label, self.query(self.turned(name)), self.direction(name)) for name, (label, _) in SORTS.items()
        ]

    def turned(self, name: str) -> str:
        return f"-{name}" if self.sort == name else name

    def direction(self, name: str) -> str:
        if self.sort.removeprefix("-") != name:
            return ""
        return "descending" if self.sort.startswith("-") else "ascending"

    def query(self, sort: str) -> str:
        asked = {"q": self.q, "owner": self.owner, "ability": self.ability, "sort": sort}
        return urlencode({name: value for name, value in asked.items() if value})


def asked(query: QueryDict) -> Asked:
    """What the query string asks for; what it cannot mean asks for nothing."""
    ability, sort = query.get("ability", ""), query.get("sort", "")
    return Asked(
        query.get("q", "")[:200],
        query.get("owner", "")[:200],
        ability if ability in LABELS else "",
        sort if sort.removeprefix("-") in SORTS else "id",
    )


def rows(user: User, connection: Connection, since: datetime) -> list[Row]:
    """All models that the server lists; those that came after `since` are new."""
    counts = runs_by_model(user)
    return [
        Row(
            seen,
            abilities(seen.model),
            known(seen.model, connection),
            counts.get(seen.model, 0),
            seen.first_seen_at > since,
        )
        for seen in SeenModel.objects.filter(connection=connection, gone_at=None)
    ]


def runs_by_model(user: User) -> dict[str, int]:
    counts = Run.objects.for_user(user).order_by().values_list("model").annotate(Count("pk"))
    return {model: count for model, count in counts if model}
