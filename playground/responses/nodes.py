"""The tree of responses: what is noted of each that we made, and what becomes of it upstream."""

from typing import Any

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs.models import Run
from playground.runs.transcripts import Transcript

from .models import ResponseNode


def note(run: Run, response: Any) -> ResponseNode | None:
    """Put the response of a run into the tree, or bring it up to date; None where upstream does not keep it."""
    if not isinstance(response, dict) or not run.connection_id or response.get("store") is False:
        return None
    identifier, previous = clean(response.get("id")), clean(response.get("previous_response_id"))
    if not identifier or run.params.get("store") is False:
        return None
    previous = previous or clean(run.params.get("previous_response_id"))
    known = ResponseNode.objects.filter(owner=run.owner_id, connection=run.connection_id)
    parent = known.filter(response_id=previous).first() if previous else None
    facts: dict[str, Any] = {
        "previous_response_id": previous,
        "parent": parent,
        "root": (parent.root or parent) if parent else None,
        "run": run,
        "model": run.model,
        "title": run.title,
        "status": str(response.get("status") or "")[:20],
    }
    place: dict[str, Any] = {
        "owner_id": run.owner_id,
        "connection_id": run.connection_id,
        "response_id": identifier,
    }
    node, _ = ResponseNode.objects.update_or_create(**place, defaults=facts)
    ResponseNode.objects.filter(pk=node.root_id or node.pk).update(latest=node.pk)
    return node


def clean(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""


def run_ended(run: Run, transcript: Transcript, **_: Any) -> None:
    """Called with the end of every run: notes what it made, or deleted."""
    if run.operation == "create_response" and run.is_kept:
        note(run, run.response)
    elif run.operation == "delete_response" and run.status == "completed":
        mark_gone(run.owner, run.connection, str(run.params.get("response_id") or ""))


def run_goes_on(run: Run, transcript: Transcript, **_: Any) -> None:
    """Called when a background response has its id: it is in the tree from then on."""
    if run.operation == "create_response" and run.is_kept:
        note(run, transcript.result())


def mark_gone(owner: User, connection: Connection | None, response_id: str) -> None:
    known = ResponseNode.objects.for_user(owner).filter(connection=connection, response_id=response_id)
    known.update(gone=True)


def find(owner: User, response_id: str) -> ResponseNode | None:
    """The node of that response, the newest if several connections know it."""
    nodes = ResponseNode.objects.for_user(owner).filter(response_id=response_id)
    return nodes.select_related("connection", "run", "parent").first()
