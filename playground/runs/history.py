"""The list of runs: its filters as a form over the query string, and pages by key, newest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models.fields.json import KT
from django.db.models.functions import Left
from django.http import QueryDict
from django.utils import timezone

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.openai.operations import OPERATIONS, SOCKETS

from . import search
from .models import Run, RunQuerySet, Status
from .uses import SHOWN, Uses

PAGE_SIZE = 30
RECENT = 8
EXCERPT = 200
SUGGESTED_FROM = 300
LISTED = (
    *("uuid", "owner_id", "status", "created_at", "operation", "model", "connection_name"),
    *("connection_id", "title", "usage", "cost", "total_ms", "pinned", "is_kept"),
)
DATE_BOUNDS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


class HistoryFilters(forms.Form):
    """What of the history to show. A filter that cannot be read is named as an error and filters nothing."""

    q = forms.CharField(label="Text", required=False, max_length=search.MAX_QUERY)
    operation = forms.ChoiceField(required=False)
    model = forms.CharField(required=False, max_length=200)
    connection = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False, choices=[("", "any"), *Status.choices])
    since = forms.DateField(label="From", required=False, validators=DATE_BOUNDS)
    until = forms.DateField(label="To", required=False, validators=DATE_BOUNDS)
    pinned = forms.BooleanField(required=False)

    def __init__(self, query: QueryDict, connections: list[Connection]) -> None:
        super().__init__(query)
        self.query = query
        made = [(name, each.title) for name, each in OPERATIONS.items() if each.creates]
        operations = [*made, *((name, each.title) for name, each in SOCKETS.items())]
        self.choices_of("operation", operations)
        self.choices_of("connection", [(str(each.pk), each.name) for each in connections])
        for name in ("operation", "connection", "status"):
            self.fields[name].error_messages["invalid_choice"] = "%(value)s is not in the list."
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            self.fields[name].error_messages["invalid"] = "Write the date as 2026-03-12."

    def choices_of(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "any"), *choices]  # type: ignore[attr-defined]

    @property
    def selects(self) -> list[forms.BoundField]:
        return [self["operation"], self["connection"], self["status"]]

    @property
    def dates(self) -> list[forms.BoundField]:
        return [self["since"], self["until"]]

    @property
    def set_values(self) -> dict[str, Any]:
        """The filters that are set and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chips(self) -> Iterator[tuple[str, str, str]]:
        """(label, value in words, the query string without this filter) of each filter that is set."""
        for name, value in self.set_values.items():
            field = self.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            shown = "only" if name == "pinned" else str(words)
            yield (field.label or name).lower(), shown, query_string(self.query, **{name: None})


def query_string(current: QueryDict, **changes: str | None) -> str:
    """The page's query with some parameters changed or (None) removed; the place in the list starts anew."""
    query = current.copy()
    for name, value in {"before": None, "run": None, **changes}.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    for name in [name for name in query if not query[name]]:
        del query[name]
    return query.urlencode()


def filtered(runs: RunQuerySet, filters: dict[str, Any]) -> RunQuerySet:
    """The runs that `HistoryFilters.set_values` leaves."""
    for name in ("operation", "model", "status", "pinned"):
        if name in filters:
            runs = runs.filter(**{name: filters[name]})
    if "connection" in filters:
        runs = runs.filter(connection_id=int(filters["connection"]))
    if "since" in filters:
        runs = runs.filter(created_at__gte=midnight(filters["since"]))
    if "until" in filters:
        runs = runs.filter(created_at__lt=midnight(filters["until"] + timedelta(days=1)))
    return search.matching(runs, filters.get("q", ""))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Page:
    runs: list[Run]
    before: str | None
    """The cursor of the next page; None at the end."""

    @property
    def live(self) -> list[Run]:
        """Those whose rows will change by themselves."""
        return [run for run in self.runs if run.is_live]


def page(runs: RunQuerySet, before: str = "") -> Page:
    """The next runs after a cursor, newest first, without their large columns; one query whatever the place.

    A cursor that this function did not give starts at the newest.
    """
    if re.fullmatch(r"[0-9]{1,18}", before):
        runs = runs.filter(pk__lt=int(before))
    rows = list(listed(runs)[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    return Page(rows[:PAGE_SIZE], str(rows[PAGE_SIZE - 1].pk) if more else None)


def listed(runs: RunQuerySet) -> RunQuerySet:
    problem = KT("error__message")
    return runs.order_by("-id").only(*LISTED).annotate(excerpt=Left("text", EXCERPT), problem=problem)


def suggested_models(runs: RunQuerySet) -> list[str]:
    """The models of the latest runs, for the filter's suggestions."""
    return sorted(set(runs.order_by("-id").values_list("model", flat=True)[:SUGGESTED_FROM]) - {""})


def of_model(user: User, model: str) -> Uses:
    """The runs that were sent to the model."""
    found = Run.objects.for_user(user).filter(model=model)
    newest = found.only("uuid", "title", "operation")[:SHOWN]
    return Uses(found.count(), [(run.title or run.operation, run.get_absolute_url()) for run in newest])
