"""Sending a prompt to panes: all forms are checked first, then a turn is kept, then each pane's run is started."""

import json
import uuid as uuids
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playground.accounts.models import User
from playground.chat.forms import ChatCompletionForm
from playground.chat.parts import parts_for
from playground.runs import services
from playground.runs.models import RunSet

from .columns import Column, conversation, filled
from .state import State, Turn


@dataclass
class Prompt:
    """What is in the composer; `id` is made by the page, so that a prompt sent twice is one turn."""

    id: uuids.UUID
    text: str = ""
    files: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.files


@dataclass
class Asked:
    """The forms by pane, and the turn once they are all valid."""

    forms: dict[str, ChatCompletionForm]
    turn: Turn | None = None
    is_new: bool = False


def ask(user: User, state: State, columns: Iterable[Column], prompt: Prompt) -> Asked:
    """Note the prompt in the state as a turn of these panes; a refused form anywhere leaves it as it was.

    An empty prompt asks the last turn again.
    """
    chosen = {column.pane.id: column for column in columns}
    turn = asked_before(state, prompt)
    forms = {
        id: filled(column, heard(state, column, turn, prompt), parts_for(user))
        for id, column in chosen.items()
    }
    if not all(form.is_valid() for form in forms.values()):
        return Asked(forms)
    is_new = turn is None
    if turn is None:
        said = next(iter(forms.values()))
        turn = Turn(str(prompt.id), said.cleaned_data["messages"][-1] if said.composed() else None)
        state.turns.append(turn)
    turn.runs |= {id: str(uuids.uuid5(prompt.id, id)) for id in chosen}
    return Asked(forms, turn, is_new)


def asked_before(state: State, prompt: Prompt) -> Turn | None:
    """The turn that this prompt is: its own when it comes twice, the last one when it is empty."""
    same = next((turn for turn in state.turns if turn.id == str(prompt.id)), None)
    return same or (state.turns[-1] if prompt.is_empty and state.turns else None)


def start(user: User, run_set: RunSet, columns: Iterable[Column], asked: Asked, position: int) -> None:
    """Start the run of each pane that was asked, all at once."""
    assert asked.turn is not None
    for column in columns:
        assert column.connection is not None
        form = asked.forms[column.pane.id]
        services.start(
            user,
            column.connection,
            form.operation,
            form.request_params(),
            uuid=uuids.UUID(asked.turn.runs[column.pane.id]),
            run_set=run_set,
            position=position,
        )


def heard(state: State, column: Column, turn: Turn | None, prompt: Prompt) -> dict[str, Any]:
    """The form's `messages` and composer: the conversation up to the prompt, which a turn asked again holds itself."""
    if turn is None:
        messages = conversation(state.shared, column.sides)
        return {
            "messages": json.dumps(messages),
            "composer": prompt.text,
            "composer_files": prompt.files,
        }
    messages = conversation(state.shared, column.sides[: state.turns.index(turn)])
    return {"messages": json.dumps([*messages, *([turn.message] if turn.message else [])])}


def keep(run_set: RunSet, state: State) -> None:
    """Store the state; the comparison takes its title from the first prompt."""
    run_set.settings = state.as_dict()
    run_set.title = run_set.title or title(state)
    run_set.save()


def title(state: State) -> str:
    """The prompt in one line; empty before anything was run."""
    if not state.turns:
        return ""
    messages = [state.turns[0].message] if state.turns[0].message else state.shared
    content = messages[-1].get("content") if messages else None
    return " ".join(content.split())[:200] if isinstance(content, str) else "Comparison"
