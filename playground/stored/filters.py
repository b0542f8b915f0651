"""The filters over a mirror, and its pages by key."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.http import QueryDict

from playground.runs.history import DATE_BOUNDS, midnight
from playground.runs.search import MAX_QUERY
from playground.runs.storable import storable_text

from . import search
from .forms import labels_of
from .models import Completion, Label, Verdict
from .shapes import Row, kept_row

PAGE_SIZE = 30
LARGE = ("body", "messages")
COUNT_BOUNDS = (MinValueValidator(0), MaxValueValidator(10**9))
VERDICTS = [
    ("", "any"),
    ("none", "not reviewed"),
    ("any", "reviewed"),
    *Verdict.choices,
    ("note", "with a note"),
]
STATES = [("", "any"), ("present", "still upstream"), ("gone", "gone upstream")]
TOKENS = {
    "in_min": "tokens_in__gte",
    "in_max": "tokens_in__lte",
    "out_min": "tokens_out__gte",
    "out_max": "tokens_out__lte",
}


class MirrorFilters(forms.Form):
    """What of a mirror to show. A filter that cannot be read is named as an error and filters nothing."""

    q = forms.CharField(label="Text", required=False, max_length=MAX_QUERY)
    model = forms.CharField(required=False, max_length=200)
    verdict = forms.ChoiceField(required=False, choices=VERDICTS)
    state = forms.ChoiceField(required=False, choices=STATES)
    since = forms.DateField(label="From", required=False, validators=DATE_BOUNDS)
    until = forms.DateField(label="To", required=False, validators=DATE_BOUNDS)
    in_min = forms.IntegerField(label="tokens in from", required=False, validators=COUNT_BOUNDS)
    in_max = forms.IntegerField(label="tokens in to", required=False, validators=COUNT_BOUNDS)
    out_min = forms.IntegerField(label="tokens out from", required=False, validators=COUNT_BOUNDS)
    out_max = forms.IntegerField(label="tokens out to", required=False, validators=COUNT_BOUNDS)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.labels = {storable_text(key): storable_text(value) for key, value in labels_of(query).items()}
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            self.fields[name].error_messages["invalid"] = "Write the date as 2026-03-12."
        for name in TOKENS:
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
            self.fields[name].error_messages["invalid"] = "Write a whole number."

    @property
    def set_values(self) -> dict[str, Any]:
        """The filters that are set and can be read."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {**found, **({"labels": self.labels} if self.labels else {})}

    @property
    def token_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in TOKENS]


def filtered(completions: QuerySet[Completion], filters: dict[str, Any]) -> QuerySet[Completion]:
    if "model" in filters:
        completions = completions.filter(model=filters["model"])
    if "since" in filters:
        completions = completions.filter(created__gte=epoch(filters["since"]))
    if "until" in filters:
        completions = completions.filter(created__lt=epoch(filters["until"] + timedelta(days=1)))
    for name, lookup in TOKENS.items():
        if name in filters:
            completions = completions.filter(**{lookup: filters[name]})
    for key, value in filters.get("labels", {}).items():
        labelled = Label.objects.filter(key=key, value=value).values("completion")
        completions = completions.filter(pk__in=labelled)
    completions = completions.filter(judged(filters.get("verdict", "")), present(filters.get("state", "")))
    return search.matching(completions, filters.get("q", ""))


def judged(verdict: str) -> Q:
    match verdict:
        case "":
            return Q()
        case "none":
            return Q(verdict="")
        case "any":
            return ~Q(verdict="")
        case "note":
            return ~Q(note="")
    return Q(verdict=verdict)


def present(state: str) -> Q:
    return Q(gone_at__isnull=state == "present") if state else Q()


def epoch(day: date) -> int:
    return int(midnight(day).timestamp())


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    before: str


def page(completions: QuerySet[Completion], before: str = "") -> Page:
    """The next rows after a cursor, newest first; one query whatever the place."""
    if match := re.fullmatch(r"([0-9]{1,12})\.([0-9]{1,18})", before):
        completions = behind(completions, int(match[1]), int(match[2]))
    found = list(completions.order_by("-created", "-pk").defer(*LARGE)[: PAGE_SIZE + 1])
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    return Page([kept_row(one) for one in found[:PAGE_SIZE]], f"{last.created}.{last.pk}" if last else "")


def behind(completions: QuerySet[Completion], created: int, pk: int) -> QuerySet[Completion]:
    """Those that come after this one, newest first."""
    return completions.filter(created__lte=created).exclude(created=created, pk__gte=pk)
