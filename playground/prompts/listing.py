"""The list of prompts: searched, newest version first, in pages by key."""

import re
from dataclasses import dataclass

from django.db.models import Q

from playground.accounts.models import User
from playground.runs.uses import SHOWN, Uses

from .models import Prompt, PromptQuerySet, Version

PAGE_SIZE = 30
VERSIONS_SHOWN = 50
MAX_QUERY = 200


@dataclass(frozen=True)
class Page:
    prompts: list[Prompt]
    before: str | None
    """The cursor of the next page; None at the end."""


def page(prompts: PromptQuerySet, query: str = "", before: str = "") -> Page:
    """The next prompts after a cursor whose name or newest content has every word of the query."""
    for word in query[:MAX_QUERY].split():
        prompts = prompts.filter(Q(name__icontains=word) | Q(latest__content__icontains=word))
    if re.fullmatch(r"[0-9]{1,18}", before):
        prompts = prompts.filter(latest__lt=int(before))
    found = prompts.exclude(latest=None).select_related("latest").defer("latest__content", "latest__examples")
    rows = list(found.order_by("-latest_id")[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    return Page(rows[:PAGE_SIZE], str(rows[PAGE_SIZE - 1].latest_id) if more else None)


def versions(prompt: Prompt, before: str = "") -> tuple[list[Version], int | None]:
    """The next versions before a number, newest first, without their content; and the cursor of the rest."""
    found = Version.objects.filter(prompt=prompt).defer("content", "examples")
    if re.fullmatch(r"[0-9]{1,9}", before):
        found = found.filter(number__lt=int(before))
    rows = list(found[: VERSIONS_SHOWN + 1])
    more = len(rows) > VERSIONS_SHOWN
    return rows[:VERSIONS_SHOWN], rows[VERSIONS_SHOWN - 1].number if more else None


def of_model(user: User, model: str) -> Uses:
    """The prompts whose newest version names the model."""
    found = Prompt.objects.for_user(user).filter(latest__model=model).order_by("-latest_id")
    return Uses(found.count(), [(prompt.name, prompt.get_absolute_url()) for prompt in found[:SHOWN]])
