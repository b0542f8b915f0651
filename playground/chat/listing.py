"""The list of conversations: searched, the one that was run last first, in pages by key."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse

from playground.accounts.models import User
from playground.runs import search
from playground.runs.models import Run
from playground.runs.uses import SHOWN, Uses

from .models import Conversation, ConversationQuerySet, Turn

PAGE_SIZE = 30
START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    conversations: list[Conversation]
    before: str | None
    """The cursor of the next page; None at the end."""


def page(owner: User, query: str = "", before: str = "") -> Page:
    """The next conversations after a cursor with all words of the query in their title, or in one of their runs.

    Each has `leaf`, the uuid of its newest run, that run's `model` and the id of its `connection`, and its count of
    `runs`. A cursor that this function did not give starts at the newest.
    """
    found = Conversation.objects.for_user(owner)
    if query.strip():
        titled = Q()
        for word in query[: search.MAX_QUERY].split():
            titled &= Q(title__icontains=word)
        runs = search.matching(Run.objects.for_user(owner), query)
        found = found.filter(
            titled | Q(pk__in=Turn.objects.filter(run__in=runs.values("pk")).values("conversation"))
        )
    if match := re.fullmatch(r"([0-9]{1,17})-([0-9]{1,18})", before):
        moment, pk = START + timedelta(microseconds=int(match[1])), int(match[2])
        found = found.filter(Q(updated_at__lt=moment) | Q(updated_at=moment, pk__lt=pk))
    rows = list(annotated(found).order_by("-updated_at", "-pk")[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    return Page(rows[:PAGE_SIZE], cursor(rows[PAGE_SIZE - 1]) if more else None)


def annotated(conversations: ConversationQuerySet) -> ConversationQuerySet:
    newest = Turn.objects.filter(conversation=OuterRef("pk")).order_by("-pk")
    return conversations.annotate(
        leaf=Subquery(newest.values("run__uuid")[:1]),
        model=Subquery(newest.values("run__model")[:1]),
        connection=Subquery(newest.values("run__connection")[:1]),
        runs=Count("turns"),
    )


def cursor(conversation: Conversation) -> str:
    return f"{(conversation.updated_at - START) // timedelta(microseconds=1)}-{conversation.pk}"


@dataclass(frozen=True)
class Step:
    """A turn in the outline: `depth` grows at forks only."""

    run: Run
    depth: int
    is_fork: bool

    @property
    def levels(self) -> range:
        """A level for each step in, as far as there is room for."""
        return range(min(self.depth, 8))


def outline(conversation: Conversation) -> list[Step]:
    """All turns in the order of the tree, each branch's turns in one column."""
    shown = ("uuid", "title", "model", "connection_id", "status", "created_at")
    columns = ("parent_id", *(f"run__{name}" for name in shown))
    turns = Turn.objects.filter(conversation=conversation).select_related("run").only(*columns)
    children: dict[int | None, list[Turn]] = {}
    for turn in turns.order_by("-pk"):
        children.setdefault(turn.parent_id, []).append(turn)
    steps = []
    waiting = [(turn, 0, len(children.get(None, [])) > 1) for turn in children.get(None, [])]
    while waiting:
        turn, depth, is_fork = waiting.pop()
        steps.append(Step(turn.run, depth, is_fork))
        below = children.get(turn.pk, [])
        waiting += [(child, depth + (len(below) > 1), len(below) > 1) for child in below]
    return steps


def of_model(user: User, model: str) -> Uses:
    """The conversations in which the model was asked."""
    turns = Turn.objects.filter(run__model=model)
    found = Conversation.objects.for_user(user).filter(pk__in=turns.values("conversation"))
    newest = [(each.title, reverse("chat:outline", args=[each.uuid])) for each in found[:SHOWN]]
    return Uses(found.count(), newest)
