"""Plain words that arrive make their line longer and change nothing else, as if all had come at once."""

import random
import re

import pytest

from playground.openai.growing import GrowingText
from playground.runs.growing_markdown import MarkdownText, TextSeen
from playground.runs.markdown_stream import MarkdownStream

PIECES = [
    *(
        "word",
        " more",
        "bar ",
        "12",
        " ",
        "\n",
        "\n\n",
        "- ",
        "* ",
        "1. ",
        "1)",
        "[a]: ",
        "[a]",
        "(http://x.y",
    ),
    *(
        '"t',
        "'",
        ")",
        "**",
        "*",
        "_",
        "`",
        "```",
        "~~~\n",
        "$",
        "$$",
        "| a | b",
        "|---|---|\n",
        "> ",
        "#",
        "## ",
    ),
    *(
        "===",
        "---",
        "&am",
        "p;",
        "\\",
        "<http://a",
        ">",
        "!",
        "[",
        "]",
        "- [ ] ",
        "    ",
        "\t",
        "é",
        "中文",
        "😀",
    ),
    *(":", "_a", "10", "=", "a.b", "/url", "+ ", "Foo\n", "ü ", "\ue0c3"),
]


def settled(text: str) -> MarkdownStream:
    stream = MarkdownStream()
    stream.feed(text)
    stream.settle()
    return stream


def shown(stream: MarkdownStream) -> str:
    """All of it but the grouping of closed blocks, and but spaces, which a browser does not show there."""
    html = "".join(stream.closed) + (str(stream.fence_text) if stream.in_fence else stream.open_html)
    without_groups = re.sub(r'<div class="blocks">|</div>', "", html)
    return re.sub(r"\s+(?=<)", "", re.sub(r"\s+", " ", without_groups)).strip()


@pytest.mark.parametrize("seed", range(40))
def test_shows_at_each_piece_what_the_whole_text_so_far_would_show(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        text, stream = "", MarkdownStream()
        for piece in chance.choices(PIECES, k=20):
            text += piece
            stream.feed(piece)
            stream.settle()
            if len(stream.open_text):
                assert shown(stream) == shown(settled(text)), repr(text)


@pytest.mark.parametrize(
    "text", ["Foo\n===", "1", "-", "[a]:", "Foo *", "Foo `", "Foo\\", "| a |\n|---|\n| b", "```\nfoo", "Foo "]
)
def test_is_not_sure_of(text: str) -> None:
    assert not settled(text).grows


@pytest.mark.parametrize(
    "text", ["Foo", "## Foo", "- foo", "> foo **bar** baz", "Foo\nbar", "1. foo", "12:30 foo"]
)
def test_brings_a_reader_nothing_but_the_new_words(text: str) -> None:
    source = GrowingText()
    view = MarkdownText(source, "x")
    source.append(text)
    view.settle()
    assert next(view.news(TextSeen())).startswith('<div hx-swap-oob="put-in:#x-open">')
    seen = view.seen()
    source.append(' and "so" on')
    view.settle()
    assert [*view.news(seen)] == ['<div hx-swap-oob="put-last:#x-end"> and &quot;so&quot; on</div>']
    assert [*view.news(view.seen())] == []
    source.append("**")
    view.settle()
    assert next(view.news(seen)).startswith('<div hx-swap-oob="put-in:#x-open">')
