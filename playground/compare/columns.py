"""A pane as the page shows it: its form, its connection, and its side of every turn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from playground.chat.forms import ChatCompletionForm
from playground.chat.messages import Message
from playground.connections.models import Connection
from playground.runs import operations
from playground.runs.live import folded
from playground.runs.models import Run, RunSet, Status

from .state import Pane, State, Turn


@dataclass(frozen=True)
class Side:
    """A turn in one pane."""

    turn: Turn
    run: Run | None

    @property
    def message(self) -> Message | None:
        return Message(self.turn.message) if self.turn.message else None

    @property
    def answer(self) -> dict[str, Any] | None:
        """The message that answered here, as the conversation goes on with it."""
        if self.run is None or self.run.status != Status.COMPLETED:
            return None
        result = folded(self.run).result()
        choices = result.get("choices") if isinstance(result, dict) else None
        message = choices[0].get("message") if choices else None
        if not isinstance(message, dict):
            return None
        return {key: message[key] for key in ("role", "content", "refusal", "tool_calls") if message.get(key)}


class Shared(Message):
    """A message before the first prompt."""

    @property
    def is_plain(self) -> bool:
        """Whether a text box and a role can stand for it."""
        return isinstance(self.source.get("content"), str) and not self.source.keys() - {"role", "content"}


@dataclass
class Column:
    pane: Pane
    connection: Connection | None
    form: ChatCompletionForm
    sides: list[Side]

    @property
    def last(self) -> Side | None:
        return self.sides[-1] if self.sides else None


def columns(
    run_set: RunSet, state: State, connections: list[Connection], current: Connection | None
) -> list[Column]:
    """Every pane of the comparison, in its order."""
    runs = {str(run.uuid): run for run in run_set.runs.select_related("connection")} if run_set.pk else {}
    by_pk = {connection.pk: connection for connection in connections}
    # A pane whose own connection is gone has none: its prompts go nowhere else by themselves.
    return [
        column(pane, state.turns, runs, by_pk.get(pane.connection) if pane.connection else current)
        for pane in state.panes
    ]


def column(pane: Pane, turns: Iterable[Turn], runs: dict[str, Run], connection: Connection | None) -> Column:
    sides = [Side(turn, runs.get(turn.runs.get(pane.id, ""))) for turn in turns]
    form = ChatCompletionForm(
        initial=initial(pane), auto_id=auto_id(pane), models_url=operations.models_url(connection)
    )
    return Column(pane, connection, form, sides)


def auto_id(pane: Pane) -> str:
    return f"pane-{pane.id}-%s"


def initial(pane: Pane) -> dict[str, str]:
    names = {param: name for name, param in ChatCompletionForm.param_names().items()}
    names |= {"extra_body": "extra_body"}
    return {names[key]: text for key, text in pane.values.items() if key in names}


def conversation(shared: list[dict[str, Any]], sides: Iterable[Side]) -> list[dict[str, Any]]:
    """What a pane has heard and said so far: its own answers between the prompts that all were given."""
    messages = list(shared)
    for side in sides:
        messages += [message for message in (side.turn.message, side.answer) if message]
    return messages


def filled(
    column: Column, data: dict[str, Any], composer_parts: Callable[[list[str]], Any]
) -> ChatCompletionForm:
    """The pane's form with what its controls hold and `data` of the composer."""
    return ChatCompletionForm(
        {**column.pane.values, **data},
        auto_id=auto_id(column.pane),
        models_url=operations.models_url(column.connection),
        composer_parts=composer_parts,
    )
