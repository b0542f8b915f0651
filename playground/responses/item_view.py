"""One item of the timeline as HTML, and what is new of it for a reader."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string

from playground.openai.durations import milliseconds
from playground.runs.growing_markdown import MarkdownText, TextSeen, swap

from . import citing, kinds, sources
from .fold_items import Item, Key
from .input_items import picture_url, uuid_of
from .streamed import CodeText, RefusalText, StreamedText

LANGUAGES = {"arguments": "json", "input": "text", "code": "python"}


@dataclass
class ItemSeen:
    """What one reader has of one item."""

    head: tuple[str, ...] = ()
    rest: tuple[Any, ...] = ()
    made: int = 0
    texts: dict[Key, TextSeen] = field(default_factory=dict)


class ItemView:
    """Its ids are `prefix` and `prefix-head`, `-texts`, `-rest`, and `-<field><index>` for each text.

    `context` is what templates are told of the run: its id, whether it has ended.
    """

    def __init__(self, item: Item, prefix: str, place: int) -> None:
        self.item, self.prefix, self.place = item, prefix, place
        self.kind = kinds.kind_of(item)
        self.texts: dict[Key, StreamedText] = {}
        # How many texts were made: a text that turns out to be another than what came of it is made anew.
        self.made = 0

    def settle(self) -> None:
        for key in sorted(self.item.texts):
            text = self.item.texts[key]
            if key not in self.texts or self.texts[key].text is not text or self._is_cited_now(key):
                self.texts[key] = self._view_of(key)
                self.made += 1
            self.texts[key].settle()
            if self.item.is_done:
                self.texts[key].close()

    def _view_of(self, key: Key) -> StreamedText:
        text, prefix = self.item.texts[key], f"{self.prefix}-{key[0]}{key[1]}"
        if key[0] in LANGUAGES:
            return CodeText(text, prefix, LANGUAGES[key[0]])
        if self.item.parts.get(key, {}).get("type") == "refusal":
            return RefusalText(text, prefix)
        if self.item.is_done and (marks := citing.marks_of(self.item.parts.get(key, {}), self.cited)):
            return citing.CitedText(text, prefix, marks, self.prefix)
        return MarkdownText(text, prefix)

    @property
    def cited(self) -> list[sources.Source]:
        return sources.cited([self.item.parts[key] for key in sorted(self.item.parts)])

    def _is_cited_now(self, key: Key) -> bool:
        """Whether a text that grew plainly is whole by now, and gets the numbers of what it cites."""
        view = self.texts[key]
        if key[0] != "content" or not self.item.is_done or type(view) is not MarkdownText:
            return False
        return bool(citing.marks_of(self.item.parts.get(key, {}), self.cited))

    @property
    def is_behind(self) -> bool:
        views = self.texts
        return any(
            key not in views or views[key].text is not text or views[key].is_behind
            for key, text in self.item.texts.items()
        )

    def close(self) -> None:
        for text in self.texts.values():
            text.close()

    def html(self, context: dict[str, Any]) -> str:
        parts = {"view": self, "head": self.head(), "texts": self.texts_html(), "rest": self.rest(context)}
        return render_to_string("responses/_item.html", parts)

    def texts_html(self) -> str:
        return "".join(self.texts[key].html() for key in sorted(self.texts))

    def head_facts(self) -> tuple[str, ...]:
        """What the head prints: words about the item, its state while that says something, how long it took."""
        item = self.item
        took = 0 if item.ended is None else item.ended - item.began
        state = "" if item.status in ("completed", "") else item.status.replace("_", " ")
        return kinds.about(item), state, milliseconds(took) if took else ""

    def head(self) -> str:
        about, state, took = self.head_facts()
        context = {"kind": self.kind, "about": about, "state": state, "took": took}
        return render_to_string("responses/_item_head.html", context)

    def rest(self, context: dict[str, Any]) -> str:
        source = self.item.source
        facts = {
            "item": self.item,
            "source": source,
            "place": self.place,
            "prefix": self.prefix,
            "cited": self.cited,
            "is_rated": any(part.get("logprobs") for part in self.item.parts.values()),
            "queries": kinds.queries(source),
            "pages": sources.pages(source.get("action")),
            "actions": kinds.actions(source),
            "results": kinds.objects(source.get("results")),
            "outputs": kinds.objects(source.get("outputs")),
            "tools": kinds.objects(source.get("tools")),
        }
        if self.kind.template == "image_generation_call":
            facts["picture_url"] = picture_url(str(source.get("result") or self.item.picture))
            facts["picture_uuid"] = uuid_of(str(source.get("result") or ""))
        if self.kind.template == "other":
            facts["json"] = kinds.pretty(source)
        return render_to_string(f"responses/items/{self.kind.template}.html", {**facts, **context})

    def rest_version(self, context: dict[str, Any]) -> tuple[Any, ...]:
        """Changes when `rest` would."""
        return (self.item.version, self.item.is_done, context["closed"])

    def seen(self, context: dict[str, Any]) -> ItemSeen:
        """The position of a reader that has all of it."""
        texts = {key: view.seen() for key, view in self.texts.items()}
        return ItemSeen(self.head_facts(), self.rest_version(context), self.made, texts)

    def news(self, seen: ItemSeen, now: ItemSeen, context: dict[str, Any]) -> Iterator[str]:
        """Fragments that bring a reader from `seen` to `now`."""
        if now.head != seen.head:
            yield swap(f"innerHTML:#{self.prefix}-head", self.head())
        if now.made != seen.made:
            yield swap(f"put-in:#{self.prefix}-texts", self.texts_html())
        else:
            for key in sorted(self.texts):
                yield from self.texts[key].news(seen.texts[key])
        if now.rest != seen.rest:
            yield swap(f"innerHTML:#{self.prefix}-rest", self.rest(context))
