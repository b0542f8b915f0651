"""Numbers over what filters leave of a mirror: they look at all of it, so no list waits for them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.http import QueryDict

from .models import Completion, Label, Verdict
from .views import changed

MOST_KEYS, MOST_VALUES = 12, 8
MOST_MODELS = 8


@dataclass(frozen=True)
class Progress:
    total: int
    reviewed: int
    verdicts: list[tuple[str, int]]
    tokens_in: int
    tokens_out: int
    gone: int


@dataclass(frozen=True)
class Facet:
    """A metadata key or the model with its most frequent values: (value, how many, query with it, is chosen).

    A metadata key may be called model too: `is_model` tells them apart.
    """

    name: str
    values: list[tuple[str, int, str, bool]]
    is_model: bool = False


def progress(completions: QuerySet[Completion]) -> Progress:
    found = completions.order_by().aggregate(
        total=Count("pk"),
        gone=Count("pk", filter=Q(gone_at__isnull=False)),
        tokens_in=Sum("tokens_in"),
        tokens_out=Sum("tokens_out"),
        **{verdict: Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict.values},
    )
    verdicts = [(verdict, found[verdict]) for verdict in Verdict.values]
    reviewed = sum(count for _, count in verdicts)
    tokens = found["tokens_in"] or 0, found["tokens_out"] or 0
    return Progress(found["total"], reviewed, verdicts, *tokens, found["gone"])


def facets(completions: QuerySet[Completion], query: QueryDict) -> list[Facet]:
    """The model, then the metadata keys, each with the values that most of these have."""
    models = (
        completions.order_by().values_list("model").annotate(count=Count("pk")).order_by("-count", "model")
    )
    found: list[Facet] = []
    if values := [entry(query, "model", model, count) for model, count in models[:MOST_MODELS]]:
        found.append(Facet("model", values, is_model=True))
    pairs = Label.objects.filter(completion__in=completions.order_by().values("pk")).values_list(
        "key", "value"
    )
    by_key: dict[str, list[tuple[str, int, str, bool]]] = {}
    for key, value, count in pairs.annotate(count=Count("pk")).order_by("-count", "key", "value")[:500]:
        known = by_key.setdefault(key, [])
        if len(known) < MOST_VALUES:
            known.append(entry(query, f"metadata[{key}]", value, count))
    found += [Facet(key, values) for key, values in list(by_key.items())[:MOST_KEYS]]
    return found


def entry(query: QueryDict, name: str, value: str, count: int) -> tuple[str, int, str, bool]:
    is_chosen = query.get(name) == value
    changes: dict[str, str | None] = {name: None if is_chosen else value, "before": None}
    return value, count, changed(query, **changes), is_chosen
