"""Model output as HTML: CommonMark, highlighted code, then one sanitiser. Also block by block while it arrives."""

import re
import time
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

from .storable import storable_text

FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")
# A block is parsed again with every piece of it; one that is longer is cut in two.
LONGEST_BLOCK = 20_000
# Highlighting costs about a second a megabyte; beyond this, code is shown plain.
HIGHLIGHT_LIMIT = 100_000
HIGHLIGHT_SECONDS = 0.2
PIECE = 4000
BETWEEN = re.compile(r"\n\n(?=\S)")
MONOTONOUS = re.compile(r"(.{1,3}?)\1{300}", re.DOTALL)

SANITISER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "input"),
        *("strong", "em", "s", "code", "a", "span", "div", "button", "label"),
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
    """Code as HTML with Pygments' classes; plain when the language is unknown or the code is very long.

    Many of Pygments' languages take time with the square of what they read, so they read it piece by piece.
    """
    if len(code) > HIGHLIGHT_LIMIT:
        return escape(code)
    try:
        lexer = lexer_class(language)(stripnl=False)
    except ClassNotFound:
        return escape(code)
    pieces = [code] if language == "json" else pieces_of(code)
    if language != "json" and (MONOTONOUS.search(code) or any(len(piece) > PIECE for piece in pieces)):
        return escape(code)
    began = time.perf_counter()
    return "".join(
        str(highlight(piece, lexer, FORMATTER))
        if time.perf_counter() - began < HIGHLIGHT_SECONDS
        else escape(piece)
        for piece in pieces
    )


def pieces_of(code: str) -> list[str]:
    """The code in pieces of whole lines, where possible between two definitions."""
    pieces = []
    while len(code) > PIECE:
        ends = [match.end() for match in BETWEEN.finditer(code, PIECE // 4, PIECE)]
        end = ends[-1] if ends else code.rfind("\n", 0, PIECE) + 1 or code.find("\n") + 1 or len(code)
        pieces.append(code[:end])
        code = code[end:]
    return [*pieces, code] if code else pieces


def code_block(language: str, inner: str) -> str:
    # Not <pre>: the HTML parser eats a newline at its start, which a streamed fragment may begin with.
    return (
        f'<div class="code"><div class="code-bar"><span class="code-language">{escape(language) or "text"}</span>'
        f'<button type="button" class="copy-code">Copy</button></div><code class="code-text">{inner}</code></div>\n'
    )


def language_of(token: Token) -> str:
    return (token.info.strip().split() or [""])[0]


def fence(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    language = language_of(tokens[index])
    return code_block(language, highlighted(tokens[index].content, language))


def picture(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """A link instead of a picture: loading one from elsewhere is how an answer would leak what it knows."""
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    host = urlsplit(source).hostname or source[:40]
    words = f"{token.content or 'picture'} ({host})"
    return f'<a class="remote-picture" href="{escape(source)}" target="_blank">{escape(words)}</a>'


def link(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """In a tab of its own: the conversation stays where it is."""
    tokens[index].attrSet("target", "_blank")
    return str(self.renderToken(tokens, index, options, env))


def cell(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """Aligned by an attribute: there are no inline styles here."""
    if style := tokens[index].attrs.pop("style", ""):
        tokens[index].attrSet("align", str(style).removeprefix("text-align:"))
    return str(self.renderToken(tokens, index, options, env))


def build() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    markdown.use(dollarmath_plugin, allow_space=False, double_inline=True, allow_blank_lines=False).use(
        tasklists_plugin, label=True
    )
    rules = {
        "fence": fence,
        "code_block": fence,
        "image": picture,
        "link_open": link,
        "th_open": cell,
        "td_open": cell,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    return markdown


MARKDOWN = build()


def html_of(tokens: list[Token], env: dict[str, Any]) -> str:
    return SANITISER.clean(MARKDOWN.renderer.render(tokens, MARKDOWN.options, env))


def render(text: str) -> SafeString:
    """A whole text as safe HTML."""
    stream = MarkdownStream()
    stream.feed(text)
    stream.finish()
    return mark_safe("".join(stream.closed))


class MarkdownStream:
    """Text that still arrives, as blocks: finished ones never change again, only the last one is open.

    An open code fence is not parsed again for every piece: its text only grows, until the line that closes it.
    However the text is cut into pieces, the HTML is the same in the end.
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
        self._references: dict[str, Any] = {}

    def feed(self, text: str) -> None:
        self._fresh.append(storable_text(text))

    def settle(self) -> None:
        """Take in what was fed: close the blocks that cannot change any more, render the open one."""
        if not self._fresh:
            return
        fresh = "".join(self._fresh)
        # A CR at the end may be half of a CRLF: it waits for what follows.
        held = "\r" if fresh.endswith("\r") else ""
        self._fresh = [held] if held else []
        self._take(fresh.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n"))

    def finish(self) -> None:
        """Close the open block too: the text has ended."""
        self.settle()
        if self._fresh:
            self._fresh = []
            self._take("\n")
        if self.in_fence:
            self._close_fence()
        tokens, env = self._parse()
        self.closed.append(html_of(tokens, env))
        self._tail = self.open_html = ""

    def _take(self, fresh: str) -> None:
        while fresh:
            if self.in_fence:
                fresh = self._grow_fence(fresh)
                continue
            room = LONGEST_BLOCK - len(self._tail)
            self._tail += fresh[:room]
            fresh = fresh[room:]
            self._split()
            if len(self._tail) >= LONGEST_BLOCK:
                self._cut()

    def _parse(self) -> tuple[list[Token], dict[str, Any]]:
        env: dict[str, Any] = {"references": dict(self._references)}
        return MARKDOWN.parse(self._tail, env), env

    def _split(self) -> None:
        tokens, env = self._parse()
        sure = self._sure_lines()
        starts = [
            index
            for index, token in enumerate(tokens)
            if token.level == 0 and token.map and token.nesting >= 0 and token.map[0] < sure
        ]
        if not starts:
            self.open_html = html_of(tokens, env)
            return
        last = starts[-1]
        for begin, end in pairwise(starts):
            self.closed.append(html_of(tokens[begin:end], env))
        self._drop(tokens[last].map[0], env)  # type: ignore[index]
        if tokens[last].type == "fence" and self._enter_fence(tokens[last]):
            return
        self.open_html = html_of(tokens[last:], env)

    def _sure_lines(self) -> int:
        """How many lines of the tail no further text can make the start of something else."""
        lines = self._tail.split("\n")
        for number, line in enumerate(lines):
            # Mathematics, once it is closed; a blank line ends the wait.
            if line.lstrip(" ").startswith("$$") and all(map(str.strip, lines[number:-1])):
                return number + 1
        # The last line is not sure before its end: "*" may become a list or a word in bold.
        return len(lines) - 1

    def _drop(self, lines: int, env: dict[str, Any]) -> None:
        """Take the first lines off the tail; what they define stays known."""
        if not lines:
            return
        # At LF only, as the parser counts lines; str.splitlines knows nine more ends of line.
        self._tail = self._tail.split("\n", lines)[lines]
        for label, reference in env["references"].items():
            if label not in self._references and reference["map"][1] <= lines:
                self._references[label] = reference

    def _cut(self) -> None:
        """Close what there is of a block that is too long to be parsed again and again; its rest is a new block."""
        end = self._tail.rfind("\n") + 1 or len(self._tail)
        rest, self._tail = self._tail[end:], self._tail[:end]
        tokens, env = self._parse()
        self.closed.append(html_of(tokens, env))
        self._tail, self.open_html = rest, ""

    def _enter_fence(self, token: Token) -> bool:
        """Whether the last block is a fence that still waits for its end; if so, grow it as text from here on."""
        head, newline, body = self._tail.partition("\n")
        # The last line may still grow into something else than the closing marker.
        closing = re.compile(
            rf"^ {{0,3}}{re.escape(token.markup[0])}{{{len(token.markup)},}}[ \t]*(\n|\Z)", re.MULTILINE
        )
        if not newline or closing.search(body[: body.rfind("\n") + 1]):
            return False
        self.in_fence, self._closing = True, closing
        self.fence_language = language_of(token)
        self.fence_text = GrowingText()
        self.fence_text.append(body)
        self._last_line = body[body.rfind("\n") + 1 :]
        self._tail = head + newline
        return True

    def _grow_fence(self, fresh: str) -> str:
        """Append to the open fence; what comes after the line that closes it is returned."""
        lines = self._last_line + fresh
        whole = lines[: lines.rfind("\n") + 1]
        if (match := self._closing.search(whole)) and match[1]:
            self.fence_text.append(lines[len(self._last_line) : match.end()])
            rest = lines[max(match.end(), len(self._last_line)) :]
            self._close_fence()
            return rest
        self.fence_text.append(fresh)
        self._last_line = lines[len(whole) :]
        return ""

    def _close_fence(self) -> None:
        text = str(self.fence_text)
        if len(text) > HIGHLIGHT_LIMIT:
            end = re.search(self._closing.pattern.replace("(\n|\\Z)", "\\n?\\Z"), text, re.MULTILINE)
            self.closed.append(code_block(self.fence_language, escape(text[: end.start()] if end else text)))
        else:
            self._tail += text
            tokens, env = self._parse()
            self.closed.append(html_of(tokens, env))
        self._tail = self.open_html = ""
        self.in_fence, self.fence_text = False, GrowingText()
