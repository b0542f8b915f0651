"""A pasted table or a CSV file as rows of variables; what is wrong with it is named by its line."""

import csv
import io
from dataclasses import dataclass, field

MAX_ROWS = 1000
MAX_CELL = 200_000
SIGNS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: list[str]
    problem: str = ""


@dataclass(slots=True)
class Table:
    """`problem` is about the whole table: with one, no row can be sent."""

    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if not row.problem]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if row.problem]


def read(text: str, wanted: list[str]) -> Table:
    """The table with the columns that are wanted, in that order. Tabs, semicolons or commas are found by themselves."""
    text = text.lstrip("\ufeff").replace("\0", "\ufffd")
    csv.field_size_limit(MAX_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign_of(text))
    header: list[str] = []
    table = Table(columns=wanted)
    try:
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                if problem := header_problem(header, wanted):
                    return Table(columns=wanted, problem=problem)
                table.unused = [name for name in header if name not in wanted]
            elif len(table.rows) == MAX_ROWS:
                table.problem = f"At most {MAX_ROWS:,} rows at once: split the table"
                break
            else:
                table.rows.append(row_of(lines.line_num, cells, header, wanted))
    except csv.Error as error:
        table.problem = f"Line {lines.line_num + 1} cannot be read: {error}"
    if not table.rows and not table.problem:
        table.problem = "There are no rows below the header" if header else "Paste a table, or choose a file"
    return table


def sign_of(text: str) -> str:
    """What separates the cells of the header, outside quotes."""
    outside = "".join(text.lstrip().partition("\n")[0].split('"')[::2])
    return max(SIGNS, key=lambda sign: (sign == "\t" and sign in outside, outside.count(sign)))


def header_problem(header: list[str], wanted: list[str]) -> str:
    if missing := [name for name in wanted if name not in header]:
        has = ", ".join(header[:8])
        return f"The first line has to name the variables. Missing: {', '.join(missing)}. It has: {has}"
    doubled = [name for name in wanted if header.count(name) > 1]
    return f"Two columns are called {doubled[0]}: rename one" if doubled else ""


def row_of(line: int, cells: list[str], header: list[str], wanted: list[str]) -> Row:
    found = dict(zip(header, cells, strict=False))
    values = [found.get(name, "") for name in wanted]
    if any(cell.strip() for cell in cells[len(header) :]):
        return Row(line, values, f"{len(cells)} cells, but the header has {len(header)}")
    empty = [name for name, value in zip(wanted, values, strict=True) if not value.strip()]
    return Row(line, values, f"no value for {', '.join(empty)}" if empty else "")
