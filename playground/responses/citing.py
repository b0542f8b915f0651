"""Where an answer cites: numbers in its text, each a link to its source in the list below it."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from playground.openai.growing import GrowingText
from playground.runs.growing_markdown import MarkdownText

from .sources import Source, annotated_one

Part = dict[str, Any]
Mark = tuple[int, int]
# Characters of nobody's writing: what stands between them is the number of a source.
OPEN, CLOSE = "\ue0c1", "\ue0c2"
MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}|<[^>]*>")
# A mark inside of an address, as Markdown writes it there.
IN_ADDRESS = re.compile("%EE%83%81[0-9]+%EE%83%82")
MOST = 500


def marks_of(part: Part, known: list[Source]) -> list[Mark]:
    """(place in the text, number of the source) of each citation that says where it stands, in the text's order.

    A citation of a page stands behind what it is about (`end_index`), one of a file at its `index`; both count
    characters. One whose range is no range is left out: it is still in the list.
    """
    annotations = part.get("annotations")
    found: set[Mark] = set()
    for annotation in annotations[:MOST] if isinstance(annotations, list) else ():
        source = annotated_one(annotation)
        if source is not None and (place := end_of(annotation)) is not None:
            found.add((place, known.index(source) + 1))
    return sorted(found)


def end_of(annotation: Part) -> int | None:
    start, end = annotation.get("start_index", 0), annotation.get("end_index")
    if end is None:
        start, end = 0, annotation.get("index")
    return end if type(end) is int and type(start) is int and 0 <= start <= end else None


def marked(text: str, marks: list[Mark]) -> str:
    return "".join(stretches(text, marks))


def stretches(text: str, marks: list[Mark]) -> Iterator[str]:
    done = 0
    for place, number in marks:
        yield text[done:place].replace(OPEN, "").replace(CLOSE, "")
        if place <= len(text):
            yield f"{OPEN}{number}{CLOSE}"
        done = max(done, place)
    yield text[done:].replace(OPEN, "").replace(CLOSE, "")


def numbered(html: str, prefix: str) -> str:
    """Safe HTML with each mark as a number; one that came to stand inside of a tag or an address is taken out."""

    def shown(match: re.Match[str]) -> str:
        if number := match[1]:
            link = f'<a href="#{escape(prefix)}-source-{number}" aria-label="Source {number}">{number}</a>'
            return f'<sup class="citation">{link}</sup>'
        return re.sub(f"{OPEN}[0-9]+{CLOSE}", "", IN_ADDRESS.sub("", match[0]))

    return MARK.sub(shown, html)


class CitedText(MarkdownText):
    """A message's text once it is whole, with the numbers of what it cites. The list below has ids of `prefix`."""

    def __init__(self, text: GrowingText, prefix: str, marks: list[Mark], item_prefix: str) -> None:
        super().__init__(text, prefix)
        self.marks, self.item_prefix = marks, item_prefix
        self.source = GrowingText()
        self.source.append(marked(str(text), marks))

    def shown(self, html: str) -> str:
        return numbered(html, self.item_prefix)
