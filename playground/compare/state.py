"""What a comparison holds beside its runs: panes with what their controls hold, shared messages, and turns."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from playground.params.json_text import JSONTextError, read_json
from playground.runs.models import RunSet
from playground.runs.storable import storable

MOST_PANES = 6
MAX_VALUES = 200


@dataclass
class Pane:
    """`values` are the controls' texts by parameter; `connection` is a primary key, 0 for the one in use."""

    id: str
    connection: int = 0
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class Turn:
    """One prompt to the panes, and the uuid of the run that answers it in each; `id` is made by the page."""

    id: str
    message: dict[str, Any] | None = None
    runs: dict[str, str] = field(default_factory=dict)


@dataclass
class State:
    """`shared` messages come before the first turn; `composer` is what is being typed."""

    panes: list[Pane] = field(default_factory=list)
    shared: list[dict[str, Any]] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    composer: str = ""

    @classmethod
    def of(cls, run_set: RunSet) -> Self:
        kept = run_set.settings
        return cls(
            [Pane(**pane) for pane in kept.get("panes", [])],
            kept.get("shared", []),
            [Turn(**turn) for turn in kept.get("turns", [])],
            kept.get("composer", ""),
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def take(self, text: str) -> None:
        """Take over what the page holds, as the JSON it posts; what cannot be read leaves all as it was."""
        try:
            posted = storable(read_json(text))
        except JSONTextError:
            return
        if not isinstance(posted, dict):
            return
        panes = [pane_of(item) for item in listed(posted.get("panes")) if isinstance(item, dict)]
        self.panes = panes[:MOST_PANES] or self.panes
        self.shared = [item for item in listed(posted.get("shared")) if isinstance(item, dict)]
        self.composer = str(posted.get("composer") or "")

    def pane(self, id: str) -> Pane | None:
        return next((pane for pane in self.panes if pane.id == id), None)

    def next_pane_id(self) -> str:
        """An id that no pane has or had, so that runs never change sides."""
        taken = {pane.id for pane in self.panes}.union(*(turn.runs for turn in self.turns))
        return str(max((int(id) for id in taken if id.isdecimal()), default=0) + 1)


def pane_of(item: dict[str, Any]) -> Pane:
    values = item.get("values")
    connection = item.get("connection")
    return Pane(
        "".join(character for character in str(item.get("id")) if character in "0123456789")[:6] or "1",
        connection if type(connection) is int and 0 <= connection < 2**31 else 0,
        {name: text for name, text in list(values.items())[:MAX_VALUES] if isinstance(text, str)}
        if isinstance(values, dict)
        else {},
    )


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
