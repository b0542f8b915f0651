"""Markdown block by block while it arrives: what is finished never changes again, only the last block is open."""

import re
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from playground.openai.growing import GrowingText

from .highlighting import HIGHLIGHT_LIMIT
from .markdown import MARKDOWN, code_block, html_of, language_of
from .storable import storable_text

# A block is parsed again with every piece of it; one that is longer is cut in two.
LONGEST_BLOCK = 20_000
# Blocks that end together make groups of so many, which the browser lays out one by one only when they are in sight.
GROUP = 12
# Text that only makes the line longer that it is added to: nothing here ends or begins anything in Markdown.
PLAIN = re.compile(r"[^\x00-\x1f\x7f\\`*_\[\]()<>#|~$&;]+")
# Lines that plain text added to them makes neither a list nor the definition of a link.
SETTLED = re.compile(r"[^\W\d_]|\d+[^\d.)]")
# Where plain text goes, in HTML on its way: a character of nobody's writing.
GROWS_HERE = "\ue0c3"


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
        # The open block around the plain text that came since it was parsed; `parsed` tells one parsing from another.
        self.open_before = self.open_after = ""
        self.open_text = GrowingText()
        self.parsed = 0
        self.grows = False
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

    @property
    def open_html(self) -> str:
        return f"{self.open_before}{escape(str(self.open_text), quote=False)}{self.open_after}"

    @property
    def open_size(self) -> int:
        """Characters that are parsed again with whatever comes next."""
        return 0 if self.in_fence else len(self._tail)

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
        self._tail = ""
        self._show("")

    def _take(self, fresh: str) -> None:
        while fresh:
            if self.in_fence:
                fresh = self._grow_fence(fresh)
                continue
            if self.grows and PLAIN.fullmatch(fresh) and len(self._tail) + len(fresh) < LONGEST_BLOCK:
                self._tail += fresh
                self.open_text.append(fresh)
                return
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
            self._show_open(tokens, env)
            return
        last = starts[-1]
        for first in range(0, len(starts) - 1, GROUP):
            ends = starts[first : first + GROUP + 1]
            html = html_of(tokens[ends[0] : ends[-1]], env)
            self.closed.append(f'<div class="blocks">{html}</div>' if len(ends) > GROUP else html)
        self._drop(tokens[last].map[0], env)  # type: ignore[index]
        if tokens[last].type == "fence" and self._enter_fence(tokens[last]):
            return
        self._show_open(tokens[last:], env)

    def _show_open(self, tokens: list[Token], env: dict[str, Any]) -> None:
        if end := growing_end(tokens, self._tail):
            end.append(Token("text", "", 0, content=GROWS_HERE))
        self._show(html_of(tokens, env), grows=bool(end))

    def _show(self, html: str, *, grows: bool = False) -> None:
        """Make this the open block."""
        before, found, after = html.rpartition(GROWS_HERE) if grows else (html, "", "")
        self.open_before, self.open_after = (before, after) if found else (html, "")
        self.open_text, self.grows = GrowingText(), bool(found)
        self.parsed += 1

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
        self._tail = rest
        self._show("")

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
        self._tail = ""
        self._show("")
        self.in_fence, self.fence_text = False, GrowingText()


def growing_end(tokens: list[Token], text: str) -> list[Token] | None:
    """Inside of the words that end these blocks of `text`, where more of the line would stand; None where more might
    change something else."""
    at = next((index for index in reversed(range(len(tokens))) if tokens[index].nesting >= 0), 0)
    if not at or tokens[at].type != "inline" or tokens[at - 1].type not in ("paragraph_open", "heading_open"):
        return None
    words, children = tokens[at].content, tokens[at].children or []
    line = words.rpartition("\n")[2]
    is_settled = SETTLED.match(words) and SETTLED.match(line) and text.endswith(line)
    return children if is_settled and PLAIN.match(text[-1].strip()) and children[-1].type == "text" else None
