"""The pages of the sidebar and of the palette's "Go to", in their groups."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse


@dataclass(frozen=True, slots=True)
class Page:
    """A page for people: its words, its URL's name, its icon in `icons.svg`; `others` are views that belong to it."""

    label: str
    url_name: str
    icon: str
    others: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return address(self.url_name)

    def holds(self, view_name: str) -> bool:
        """Whether the view is this page or belongs to it: one of its app, unless another page claims that by name."""
        if any(view_name in page.claims for page in PAGES):
            return view_name in self.claims
        return view_name.partition(":")[0] == self.url_name.partition(":")[0]

    @property
    def claims(self) -> tuple[str, ...]:
        return (self.url_name, *self.others)


GROUPS: dict[str, tuple[Page, ...]] = {
    "Create": (
        Page("Chat", "chat:page", "chat"),
        Page("Responses", "responses:page", "responses"),
        Page("Compare", "compare:new", "compare"),
        Page("Prompts", "prompts:list", "bookmark"),
        Page("Completions", "completions:page", "write"),
        Page("Speech", "audio:speech", "audio", ("audio:speech_set", "audio:beside_takes")),
        Page("Transcribe", "audio:transcriptions", "mic", ("audio:translations",)),
        Page("Realtime", "realtime:page", "pulse"),
        Page("Images", "images:page", "image"),
        Page("Embeddings", "embeddings:page", "points"),
        Page("Moderation", "moderations:page", "check"),
    ),
    "Review": (
        Page("Stored completions", "stored:list", "database"),
        Page("History", "runs:list", "history"),
        Page("Stored responses", "stored_responses:list", "tree"),
    ),
    "Settings": (
        Page("Models", "catalog:list", "cube"),
        Page("Library", "library:list", "tool"),
        Page("Connections", "connections:list", "connection"),
    ),
}
PAGES = tuple(page for pages in GROUPS.values() for page in pages)


def address(url_name: str) -> str:
    """The path of a view without arguments, made once: every page names each of the sidebar's twice."""
    return address_under(get_script_prefix(), url_name)


@lru_cache
def address_under(script_prefix: str, url_name: str) -> str:
    return reverse(url_name)


@lru_cache
def groups_at(view_name: str) -> list[tuple[str, list[tuple[Page, bool]]]]:
    """Each group with its pages, and which of them the view is or belongs to."""
    return [(name, [(page, page.holds(view_name)) for page in pages]) for name, pages in GROUPS.items()]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every template: the pages with where the request is among them; whether users log in."""
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    return {"navigation": groups_at(view_name), "login_required": settings.LOGIN_REQUIRED}
