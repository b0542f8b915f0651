"""Runs as turns of conversations."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from playground.accounts.models import User
from playground.runs.models import Run

from .branches import Fork, Tree, prefixes
from .messages import Message
from .models import Conversation, Turn

OPERATION = "create_chat_completion"


@dataclass(frozen=True)
class Place:
    """Where a page is: in which conversation, after which run, with which forks on the way there."""

    conversation: UUID | str = field(default_factory=uuid4)
    parent: UUID | str = ""
    title: str = ""
    forks: dict[int, Fork] = field(default_factory=dict)
    fork: Fork | None = None
    """The one at which the run itself is."""


def place_of(run: Run) -> Place:
    """Where a page on this run is."""
    turn = turn_of(run)
    return place_at(turn, run) if turn else Place(parent=run.uuid)


def place_at(turn: Turn, run: Run, *, is_alone: bool = False) -> Place:
    forks = {} if is_alone else Tree(turn.conversation_id).forks(run.uuid)
    return Place(turn.conversation.uuid, run.uuid, turn.conversation.title, forks, forks.get(turn.length))


def turn_of(run: Run) -> Turn | None:
    return Turn.objects.filter(run=run).select_related("conversation").first()


def named(conversation: str, shown: str) -> Place:
    """The place that a page says it is at."""
    return Place(readable(conversation) or uuid4(), readable(shown) or "")


@transaction.atomic
def attach(run: Run, conversation: str, shown: str) -> Place:
    """Make a started run a turn of the conversation that its page named, once.

    `shown` is the run that the page showed last: the new one goes on from it, or branches off on the way to it. What
    is not this user's is as nothing: the run then begins a conversation of its own.
    """
    if not run.is_new and (turn := turn_of(run)):
        return place_at(turn, run)
    before = own_run(run.owner, readable(shown))
    chosen, is_new = chosen_conversation(run, readable(conversation), before)
    if before and not Turn.objects.filter(run=before).exists():
        add(chosen, before, None)
        is_new = False
    turn = add(chosen, run, before.uuid if before else None, is_first=is_new)
    return place_at(turn, run, is_alone=is_new)


def own_run(owner: User, uuid: UUID | None) -> Run | None:
    runs = Run.objects.for_user(owner).kept().filter(operation=OPERATION)
    return runs.filter(uuid=uuid).first() if uuid else None


def chosen_conversation(run: Run, uuid: UUID | None, before: Run | None) -> tuple[Conversation, bool]:
    """The conversation that the run belongs to, and whether it begins with it."""
    mine = Conversation.objects.for_user(run.owner)
    if before and (known := mine.filter(turns__run=before).first()):
        return known, False
    first = first_words(messages_of(before or run))
    if uuid is None:
        return mine.create(owner=run.owner, uuid=uuid4(), title=first), True
    return mine.get_or_create(owner=run.owner, uuid=uuid, defaults={"title": first})


def add(conversation: Conversation, run: Run, shown: UUID | None, *, is_first: bool = False) -> Turn:
    keys = prefixes(messages_of(run))
    parent = None
    if not is_first:
        parent = Tree(conversation.pk).parent_for(keys, shown)
        conversation.updated_at = timezone.now()
        conversation.save(update_fields=["updated_at"])
    return Turn.objects.create(
        conversation=conversation,
        run=run,
        parent_id=parent.pk if parent else None,
        length=len(keys) - 1,
        key=keys[-1],
    )


def messages_of(run: Run) -> list[Any]:
    messages = run.params.get("messages")
    return messages if isinstance(messages, list) else []


def first_words(messages: list[Any]) -> str:
    """The first that a user says, else the first that anybody does."""
    said = [Message(message) for message in messages if isinstance(message, dict)]
    for message in sorted(said, key=lambda one: one.role != "user"):
        if text := " ".join(part.text for part in message.parts if part.kind == "text"):
            return " ".join(text[:2000].split())[:200]
    return ""


def readable(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
