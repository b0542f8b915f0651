"""Long conversations: a page carries the last messages only, and names the run that keeps those before them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from playground.accounts.models import User
from playground.prompts import variables
from playground.runs.models import Run

from .branches import Fork
from .checks import check_messages
from .conversations import messages_of, own_run, readable
from .messages import Message, present

# A page opens with few, so that it is there as soon as one of a short conversation; the next come by more.
SHOWN, MORE = 20, 40
REFERENCE = re.compile(r"([0-9a-f-]{36}):([0-9]{1,6})")


@dataclass(frozen=True)
class Earlier:
    """The first `count` messages of a run, which stand before those on the page."""

    run: UUID
    count: int
    size: int
    """How many characters they are, roughly."""

    def __str__(self) -> str:
        return f"{self.run}:{self.count}"


@dataclass(frozen=True, slots=True)
class Row:
    message: Message
    fork: Fork | None = None


def start(run: Run) -> int:
    """The number of the first message that a page opened on this run shows."""
    messages = messages_of(run)
    if len(messages) <= SHOWN:
        return 0
    try:
        check_messages(messages)
    except ValidationError:
        return 0  # Sent all the same: what the form cannot take it has in its extra_body, as a whole.
    return len(messages) - SHOWN


def earlier(run: Run, count: int) -> Earlier | None:
    return Earlier(run.uuid, count, len(str(messages_of(run)[:count]))) if count else None


def rows(messages: list[Any], forks: dict[int, Fork], first: int = 0) -> list[Row]:
    """Messages for the page, each with the fork at which it answers; `first` is the number of the first."""
    return [Row(message, forks.get(number)) for number, message in enumerate(present(messages), first)]


def referred(owner: User, text: str) -> tuple[Run, int] | None:
    match = REFERENCE.fullmatch(text)
    uuid = readable(match[1]) if match else None
    run = own_run(owner, uuid)
    return (run, int(match[2])) if match and run and int(match[2]) <= len(messages_of(run)) else None


def earlier_for(owner: User) -> Callable[[str], list[Any] | None]:
    """From what stands for the earlier messages to these as they are written; None when they are not kept any more."""

    def messages(text: str) -> list[Any] | None:
        if not text:
            return []
        if (found := referred(owner, text)) is None:
            return None
        run, count = found
        # They were sent as they are: nothing in them is a variable.
        escaped: list[Any] = variables.escaped({"messages": messages_of(run)[:count]})["messages"]
        return escaped

    return messages
