"""Model output as HTML: CommonMark, highlighted code, then one sanitiser. Also block by block while it arrives."""

import re
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from playground.openai.growing import GrowingText

FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")
# Highlighting costs about a second a megabyte; beyond this, code is shown plain.
HIGHLIGHT_LIMIT = 100_000

SANITISER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "input"),
        *("strong", "em", "s", "code", "a", "span", "div", "button"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "*": {"class"},
        "a": {"href", "title", "target"},
        "ol": {"start"},
        "th": {"align"},
        "td": {"align"},
        "input": {"disabled", "checked"},
    },
    tag_attribute_values={"input": {"type": {"checkbox"}}, "button": {"type": {"button"}}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)


@lru_cache(maxsize=500)
def lexer_class(language: str) -> type[Lexer]:
    # Pygments looks through all its 500 languages each time.
    found: type[Lexer] = find_lexer_class_by_name(language)
    return found


def highlighted(code: str, language: str) -> str:
    """Code as HTML with Pygments' classes; plain when the language is unknown or the code is very long."""
    if len(code) > HIGHLIGHT_LIMIT:
        return escape(code)
    try:
        return str(highlight(code, lexer_class(language)(stripnl=False), FORMATTER))
    except ClassNotFound:
        return escape(code)


def code_block(language: str, inner: str) -> str:
    # Not <pre>: the HTML parser eats a newline at its start, which a streamed fragment may begin with.
    return (
        f'<div class="code"><div class="code-bar"><span class="code-language">{escape(language) or "text"}</span>'
        f'<button type="button" class="copy-code">Copy</button></div><code class="code-text">{inner}</code></div>\n'
    )


def fence(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    language = (tokens[index].info.strip().split() or [""])[0]
    return code_block(language, highlighted(tokens[index].content, language))


def picture(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """A link instead of a picture: loading one from elsewhere is how an answer would leak what it knows."""
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    host = urlsplit(source).hostname or source[:40]
    words = f"{token.content or 'picture'} ({host})"
    return f'<a class="remote-picture" href="{escape(source)}" target="_blank">{escape(words)}</a>'


def build() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    markdown.use(dollarmath_plugin, allow_space=False, double_inline=True).use(tasklists_plugin)
    for name, rule in {"fence": fence, "code_block": fence, "image": picture}.items():
        markdown.add_render_rule(name, rule)
    return markdown


MARKDOWN = build()


def html_of(tokens: list[Token], env: dict[str, Any]) -> str:
    return SANITISER.clean(MARKDOWN.renderer.render(tokens, MARKDOWN.options, env))


def render(text: str) -> SafeString:
    """A whole text as safe HTML."""
    env: dict[str, Any] = {}
    return mark_safe(html_of(MARKDOWN.parse(text, env), env))


FENCE_START = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)")


class MarkdownStream:
    """Text that still arrives, as blocks: finished ones never change again, only the last one is open.

    An open code fence is not parsed again for every piece: its text only grows, until the line that closes it.
    """

    def __init__(self) -> None:
        self.closed: list[str] = []
        self.open_html = ""
        self.fence_text = GrowingText()
        self.in_fence = False
        self.fence_language = ""
        self._tail = ""
        self._fresh: list[str] = []
        self._last_line = ""
        self._closing = re.compile("")
        self._env: dict[str, Any] = {}

    def feed(self, text: str) -> None:
        self._fresh.append(text)

    def settle(self) -> None:
        """Take in what was fed: close the blocks that cannot change any more, render the open one."""
        if not self._fresh:
            return
        fresh = "".join(self._fresh)
        # A CR at the end may be half of a CRLF: it waits for what follows.
        held = "\r" if fresh.endswith("\r") else ""
        self._fresh = [held] if held else []
        fresh = fresh.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")
        if self.in_fence:
            if self._grow_fence(fresh):
                self._split()
        else:
            self._tail += fresh
            self._split()

    def finish(self) -> None:
        """Close the open block too: the text has ended."""
        self.settle()
        text = self._tail + str(self.fence_text) + "".join(self._fresh)
        if text.strip():
            self.closed.append(html_of(MARKDOWN.parse(text, self._env), self._env))
        self._tail = self.open_html = ""
        self.in_fence, self.fence_text, self._fresh = False, GrowingText(), []

    def _split(self) -> None:
        tokens = MARKDOWN.parse(self._tail, self._env)
        starts = [
            index
            for index, token in enumerate(tokens)
            if token.level == 0 and token.map and token.nesting >= 0
        ]
        if not starts:
            self.open_html = ""
            return
        last = starts[-1]
        for begin, end in pairwise(starts):
            self.closed.append(html_of(tokens[begin:end], self._env))
        first_line = tokens[last].map[0]  # type: ignore[index]
        if first_line:
            # At LF only, as the parser counts lines; str.splitlines knows nine more ends of line.
            self._tail = "\n".join(self._tail.split("\n")[first_line:])
        if tokens[last].type == "fence" and self._enter_fence(tokens[last]):
            return
        self.open_html = html_of(tokens[last:], self._env)

    def _enter_fence(self, token: Token) -> bool:
        """Whether the last block is a fence that still waits for its end; if so, grow it as text from here on."""
        head, newline, body = self._tail.partition("\n")
        closing = re.compile(rf" {{0,3}}{re.escape(token.markup[0])}{{{len(token.markup)},}}[ \t]*$")
        lines = body.split("\n")
        if not newline or any(closing.match(line) for line in lines):
            return False
        self.in_fence, self._closing = True, closing
        self.fence_language = (token.info.strip().split() or [""])[0]
        self.fence_text = GrowingText()
        self.fence_text.append(body)
        self._last_line = lines[-1]
        self._tail = head + newline
        return True

    def _grow_fence(self, fresh: str) -> bool:
        """Append to the open fence; True when a line closed it, so that the whole is parsed once more."""
        self.fence_text.append(fresh)
        lines = (self._last_line + fresh).split("\n")
        self._last_line = lines[-1]
        # The last line may still grow into something else than the closing marker.
        if not any(self._closing.match(line) for line in lines[:-1]):
            return False
        self._tail += str(self.fence_text)
        self.in_fence, self.fence_text = False, GrowingText()
        return True
