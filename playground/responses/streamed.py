"""Texts that grow on a page, besides Markdown: code, refusals."""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import mark_safe

from playground.openai.growing import GrowingText
from playground.runs.growing_markdown import MarkdownText, TextSeen, swap
from playground.runs.highlighting import highlighted


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
