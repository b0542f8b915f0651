"""Model output as HTML: it is text, however it is written, cut or sized."""

import gc
import random
import re
import time
from html import unescape
from html.parser import HTMLParser

import pytest

from playground.runs.highlighting import highlighted
from playground.runs.markdown_stream import LONGEST_BLOCK, MarkdownStream, render

from .samples import MARKDOWN, PIECES, SLOW

GROUPED = '<div class="blocks">'

DEFINITIONS = "[r]: http://r 't'\n\n"
ATTRIBUTES = {"class", "href", "title", "target", "rel", "start", "align", "disabled", "checked", "type"}
FORBIDDEN = {
    "script",
    "img",
    "svg",
    "iframe",
    "form",
    "style",
    "base",
    "object",
    "embed",
    "link",
    "meta",
    "use",
}


class Tags(HTMLParser):
    """The tags and attributes of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src"):
                self.addresses.append(value or "")


def html_of(text: str, cuts: random.Random | None = None) -> str:
    stream = MarkdownStream()
    while text:
        size = cuts.choice([1, 1, 2, 3, 5, 8, 20, 50, 4096]) if cuts else len(text)
        stream.feed(text[:size])
        text = text[size:]
        if not cuts or cuts.random() < 0.8:
            stream.settle()
    stream.finish()
    return "".join(ungrouped(closed) for closed in stream.closed)


def ungrouped(closed: str) -> str:
    """Blocks without the group around them, which depends on how many ended together."""
    return closed[len(GROUPED) : -len("</div>")] if closed.startswith(GROUPED) else closed


@pytest.mark.parametrize("text", MARKDOWN)
def test_lets_nothing_through_that_does_something(text: str) -> None:
    for html in (render(text), html_of(text, random.Random(text)), render(f"- {text}\n\n> {text}")):
        found = Tags(html)
        assert not found.names & FORBIDDEN
        assert found.attributes <= ATTRIBUTES
        assert all(address.startswith(("http:", "https:", "mailto:", "//")) for address in found.addresses)


@pytest.mark.parametrize("seed", range(0, 300, 100))
def test_is_the_same_however_the_text_was_cut(seed: int) -> None:
    for number in range(seed, seed + 100):
        cuts = random.Random(number)
        text = DEFINITIONS + "".join(cuts.choice(PIECES) for _ in range(cuts.randint(1, 25)))
        assert html_of(text, cuts) == html_of(text), (number, text)


@pytest.mark.parametrize("unit", ["word ", "- item\n", "| a | b |\n", "> q\n", "```\ncode\n```\n- a\n"])
def test_is_the_same_however_a_very_long_text_was_cut(unit: str) -> None:
    text = "| a | b |\n|---|---|\n" * unit.startswith("|") + unit * (3 * LONGEST_BLOCK // len(unit))
    assert html_of(text, random.Random(1)) == html_of(text)


def test_keeps_a_long_open_fence_as_text() -> None:
    html = html_of("```py\n" + "x = '<b>'\n" * 20_000 + "```\nafter", random.Random(1))
    assert html.count("&lt;b&gt;") == 20_000
    assert html.endswith("<p>after</p>\n")
    assert "```" not in html


@pytest.mark.parametrize("unit", SLOW)
def test_takes_time_in_proportion_to_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        # Looking through all that other tests have left behind takes longer than the text does.
        gc.disable()
        began = time.process_time()
        render((unit * size)[:size])
        took = time.process_time() - began
        gc.enable()
        return took

    seconds(1000)
    # Four times the text, with a wide margin for a busy machine; what grows with the square takes 16 times as long.
    assert seconds(20_000) < 10 * seconds(5000) + 0.3


@pytest.mark.parametrize("language", ["c", "csharp", "java", "make", "markdown", "tsx", "ini", "bash"])
@pytest.mark.parametrize("unit", ["\n", "a", "a ", "a\n", "a.", "{", "="])
def test_highlights_in_bounded_time(language: str, unit: str) -> None:
    began = time.process_time()
    html = render(f"```{language}\n{unit * (20_000 // len(unit))}\n```")
    # Without its bounds the worst takes a minute.
    assert time.process_time() - began < 5
    assert len(html) > 20_000


def test_highlights_all_of_a_long_program() -> None:
    program = "def first(a: int) -> str:\n    return str(a)\n\n\n" * 200
    html = highlighted(program, "python")
    assert html.count('<span class="hl-k">def</span>') == 200
    assert unescape(re.sub("<[^>]*>", "", html)) == program


def test_is_bounded_in_what_it_parses_again() -> None:
    stream = MarkdownStream()
    longest = 0
    for _ in range(40):
        stream.feed("[a](" * 1000)
        stream.settle()
        longest = max(longest, len(stream.open_html))
    assert longest < 2 * LONGEST_BLOCK
