"""Markdown that grows on a page: each reader gets what is new of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from playground.openai.growing import GrowingText

from .markdown import code_block
from .markdown_stream import MarkdownStream

# Characters of Markdown that are rendered in one go: 15 to 30 ms. Smaller bites make a browser lay out more often, and
# a long answer is complete later.
BITE = 8192


def swap(where: str, html: str) -> str:
    return f'<div hx-swap-oob="{where}">{html}</div>'


@dataclass(frozen=True, slots=True)
class TextSeen:
    """What one reader has of a text."""

    closed: int = 0
    parsed: int = 0
    grown: int = 0
    fence: int | None = None
    length: int = 0
    is_closed: bool = False


class MarkdownText:
    """A text as Markdown, block by block. Its ids are `prefix` and `prefix-open`, `-fence`, `-end`."""

    def __init__(self, text: GrowingText, prefix: str) -> None:
        self.text, self.prefix = text, prefix
        # What is rendered: the text itself, or what a subclass makes of it.
        self.source = text
        self.stream = MarkdownStream()
        self._taken = 0
        self._is_closed = False

    @property
    def is_behind(self) -> bool:
        return len(self.source) > self._taken

    def settle(self) -> None:
        """Render some of what came: a long text must not hold the event loop.

        A block that is still open is parsed again each time, so that a long one is best taken in long bites.
        """
        if self.is_behind:
            bite = self.source.since(self._taken)[: max(BITE, self.stream.open_size)]
            self._taken += len(bite)
            self.stream.feed(bite)
            self.stream.settle()

    def close(self) -> None:
        """Nothing more will come."""
        if not self._is_closed and not self.is_behind:
            self._is_closed = True
            self.stream.finish()

    def shown(self, html: str) -> str:
        """Rendered Markdown as it goes to the page."""
        return html

    def html(self) -> str:
        closed = self.shown("".join(self.stream.closed))
        return (
            f'<div class="markdown" id="{self.prefix}" dir="auto" hx-disable>{closed}'
            f'<div class="block open" id="{self.prefix}-open">{self._open_block()}</div></div>'
        )

    def _open_block(self) -> str:
        stream = self.stream
        if stream.in_fence:
            text = f'<span id="{self.prefix}-fence">{escape(str(stream.fence_text))}</span>'
            return code_block(stream.fence_language, text)
        end = f'<span id="{self.prefix}-end">{escape(str(stream.open_text))}</span>' if stream.grows else ""
        return f"{self.shown(stream.open_before)}{end}{self.shown(stream.open_after)}"

    def seen(self) -> TextSeen:
        stream = self.stream
        fence = len(stream.fence_text) if stream.in_fence else None
        return TextSeen(len(stream.closed), stream.parsed, len(stream.open_text), fence)

    def news(self, seen: TextSeen) -> Iterator[str]:
        stream = self.stream
        has_closed = len(stream.closed) > seen.closed
        if has_closed:
            yield swap(f"put-before:#{self.prefix}-open", self.shown("".join(stream.closed[seen.closed :])))
        if stream.in_fence and seen.fence is not None and not has_closed:
            if new := stream.fence_text.since(seen.fence):
                yield swap(f"put-last:#{self.prefix}-fence", escape(new))
        elif has_closed or stream.in_fence or seen.fence is not None or stream.parsed != seen.parsed:
            yield swap(f"put-in:#{self.prefix}-open", self._open_block())
        elif new := stream.open_text.since(seen.grown):
            yield swap(f"put-last:#{self.prefix}-end", escape(new))
