"""Code as HTML, coloured by Pygments within bounds of time: hostile code must not hold the event loop."""

import re
import time
from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")
# Highlighting costs about a second a megabyte; beyond this, code is shown plain.
HIGHLIGHT_LIMIT = 100_000
HIGHLIGHT_SECONDS = 0.2
PIECE = 4000
BETWEEN = re.compile(r"\n\n(?=\S)")
MONOTONOUS = re.compile(r"(.{1,3}?)\1{300}", re.DOTALL)


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
