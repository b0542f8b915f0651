"""Texts that grow on a page: each reader gets what is new of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import mark_safe

from playground.openai.growing import GrowingText
from playground.runs.highlighting import highlighted
from playground.runs.markdown import code_block
from playground.runs.markdown_stream import MarkdownStream

# Characters of Markdown that are rendered in one go: 10 to 20 ms.
BITE = 4096


def swap(where: str, html: str) -> str:
    return f'<div hx-swap-oob="{where}">{html}</div>'


@dataclass(frozen=True, slots=True)
class TextSeen:
    """What one reader has of a text."""

    closed: int = 0
    open_html: str = ""
    fence: int | None = None
    length: int = 0
    is_closed: bool = False


class MarkdownText:
    """A text as Markdown, block by block. Its ids are `prefix` and `prefix-open`, `-fence`."""

    def __init__(self, text: GrowingText, prefix: str) -> None:
        self.text, self.prefix = text, prefix
        self.stream = MarkdownStream()
        self._taken = 0
        self._is_closed = False

    @property
    def is_behind(self) -> bool:
        return len(self.text) > self._taken

    def settle(self) -> None:
        """Render some of what came: a long text must not hold the event loop.

        A block that is still open is parsed again each time, so that a long one is best taken in long bites.
        """
        if self.is_behind:
            bite = self.text.since(self._taken)[: max(BITE, self.stream.open_size)]
            self._taken += len(bite)
            self.stream.feed(bite)
            self.stream.settle()

    def close(self) -> None:
        """Nothing more will come."""
        if not self._is_closed and not self.is_behind:
            self._is_closed = True
            self.stream.finish()

    def html(self) -> str:
        closed = "".join(self.stream.closed)
        return (
            f'<div class="markdown" id="{self.prefix}" dir="auto" hx-disable>{closed}'
            f'<div class="block open" id="{self.prefix}-open">{self._open_block()}</div></div>'
        )

    def _open_block(self) -> str:
        if not self.stream.in_fence:
            return self.stream.open_html
        text = f'<span id="{self.prefix}-fence">{escape(str(self.stream.fence_text))}</span>'
        return code_block(self.stream.fence_language, text)

    def seen(self) -> TextSeen:
        stream = self.stream
        fence = len(stream.fence_text) if stream.in_fence else None
        return TextSeen(len(stream.closed), stream.open_html, fence)

    def news(self, seen: TextSeen) -> Iterator[str]:
        stream = self.stream
        grown = len(stream.closed) > seen.closed
        if grown:
            yield swap(f"put-before:#{self.prefix}-open", "".join(stream.closed[seen.closed :]))
        if stream.in_fence and seen.fence is not None and not grown:
            if new := stream.fence_text.since(seen.fence):
                yield swap(f"put-last:#{self.prefix}-fence", escape(new))
        elif grown or stream.in_fence or seen.fence is not None or stream.open_html != seen.open_html:
            yield swap(f"put-in:#{self.prefix}-open", self._open_block())


class CodeText:
    """Code or JSON: plain while it grows, coloured once it is whole. Its id is `prefix`."""

    is_behind = False

    def __init__(self, text: GrowingText, prefix: str, language: str) -> None:
        self.text, self.prefix, self.language = text, prefix, language
        self._is_closed = False

    def settle(self) -> None:
        """There is nothing to be rendered before it is whole."""

    def close(self) -> None:
        self._is_closed = True

    def html(self) -> str:
        return (
            '<div class="code item-code"><button class="copy-code" type="button" title="Copy">Copy</button>'
            f'<code class="code-text" id="{self.prefix}">{self._inner()}</code></div>'
        )

    def _inner(self) -> str:
        return (
            mark_safe(highlighted(str(self.text), self.language))
            if self._is_closed
            else escape(str(self.text))
        )

    def seen(self) -> TextSeen:
        return TextSeen(length=len(self.text), is_closed=self._is_closed)

    def news(self, seen: TextSeen) -> Iterator[str]:
        if self._is_closed and not seen.is_closed:
            yield swap(f"put-in:#{self.prefix}", self._inner())
        elif new := self.text.since(seen.length):
            yield swap(f"put-last:#{self.prefix}", escape(new))


class RefusalText(CodeText):
    """Why the model would not answer, as it says it."""

    def __init__(self, text: GrowingText, prefix: str) -> None:
        super().__init__(text, prefix, "text")

    def html(self) -> str:
        return f'<p class="refusal" id="{self.prefix}" dir="auto">{escape(str(self.text))}</p>'

    def _inner(self) -> str:
        return escape(str(self.text))


StreamedText = MarkdownText | CodeText
