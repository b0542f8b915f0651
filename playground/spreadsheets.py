"""Cells of a CSV file that a spreadsheet may open."""

from typing import TypeVar

# OWASP's list of what begins a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = TypeVar("Cell", str, str | int | float | None)


def harmless(cell: Cell) -> Cell:
    """The same, so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
