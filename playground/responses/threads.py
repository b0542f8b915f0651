"""The runs that led to a run, each going on from the response of the one before."""

from dataclasses import dataclass

from playground.accounts.models import User
from playground.runs.models import Run

from . import input_items
from .models import ResponseNode

MOST_TURNS = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said, and the run that answered."""

    rows: list[input_items.Row]
    run: Run


def turns(owner: User, run: Run) -> list[Turn]:
    """The run with those before it that are still here, oldest first; at most MOST_TURNS."""
    found = [run]
    while len(found) < MOST_TURNS and (before := run_before(owner, found[-1])):
        found.append(before)
    return [Turn(input_items.rows(one.params.get("input")), one) for one in reversed(found)]


def run_before(owner: User, run: Run) -> Run | None:
    previous = run.params.get("previous_response_id")
    if not isinstance(previous, str) or not previous:
        return None
    nodes = ResponseNode.objects.for_user(owner).filter(connection=run.connection_id, response_id=previous)
    node = nodes.exclude(run=run).select_related("run__connection").first()
    return node.run if node else None
