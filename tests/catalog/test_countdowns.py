"""A model's countdown stands wherever its name does, at one look into the database a page."""

import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from playground.chat.models import Conversation, Turn
from playground.connections.models import Connection, SeenModel
from playground.embeddings.vectors import FILE_NAME, packed
from playground.prompts.models import Prompt, Version
from playground.responses.models import ResponseNode
from playground.runs import files
from playground.runs.models import Run, RunSet
from playground.sharing.models import Share
from playground.stored.models import Completion, Label, Plan

MODEL = "leaving"
COMPLETIONS = "/stored/completions"
SNAPSHOT = {
    "operation": "create_chat_completion",
    "model": MODEL,
    "status": "completed",
    "created_at": "2026-01-01T00:00:00+00:00",
    "messages": [],
    "answer": "Yes.",
}


@pytest.fixture
def connection(client: Client, make: Any) -> Connection:
    """The one in use; it has a model that shuts down in 12 days."""
    made: Connection = make()
    client.post("/connections/use/", {"connection": made.pk})
    day, now = timezone.localdate() + timedelta(days=12), timezone.now()
    SeenModel.objects.create(connection=made, model=MODEL, shutdown_date=day, first_seen_at=now)
    return made


def ran(connection: Connection, operation: str = "create_chat_completion", **fields: Any) -> Run:
    named = {"owner": connection.owner, "connection": connection, "model": MODEL, "status": "completed"}
    run: Run = Run.objects.create(operation=operation, **named, **fields)
    return run


def kept(run: Run, name: str, content: bytes) -> str:
    return str(files.keep(run.owner, BytesIO(content), name, run).uuid)


def completion(connection: Connection) -> Completion:
    known = {"owner": connection.owner, "connection": connection, "model": MODEL, "body": {"model": MODEL}}
    name = str(uuid.uuid4())
    return Completion.objects.create(source="history", completion_id=name, synced_at=timezone.now(), **known)


def recent_runs(connection: Connection) -> str:
    ran(connection), ran(connection)
    return "/history/recent/"


def conversations(connection: Connection) -> str:
    for _ in range(2):
        Turn.objects.create(
            run=ran(connection), conversation=Conversation.objects.create(owner=connection.owner)
        )
    return "/chat/conversations/"


def outline(connection: Connection) -> str:
    conversation = Conversation.objects.create(owner=connection.owner)
    for _ in range(2):
        Turn.objects.create(run=ran(connection), conversation=conversation)
    return f"/chat/conversations/{conversation.uuid}/"


def compare_figures(connection: Connection) -> str:
    panes = [{"id": name, "connection": connection.pk, "values": {"model": MODEL}} for name in "12"]
    run_set: RunSet = RunSet.objects.create(owner=connection.owner, kind="compare")
    runs = {name: str(ran(connection, run_set=run_set).uuid) for name in "12"}
    message = {"role": "user", "content": "Hi"}
    run_set.settings = {"panes": panes, "turns": [{"id": "1", "message": message, "runs": runs}]}
    run_set.save()
    return f"/chat/compare/{run_set.uuid}/figures/"


def desk(connection: Connection) -> str:
    completion(connection), completion(connection)
    return f"{COMPLETIONS}/history/"


def desk_opened(connection: Connection) -> str:
    completion(connection)
    return f"{COMPLETIONS}/history/{completion(connection)}/"


def desk_set(connection: Connection) -> str:
    settings = {"action": "rerun"}
    run_set: RunSet = RunSet.objects.create(owner=connection.owner, kind="bulk", settings=settings)
    ran(connection, run_set=run_set, position=0)
    places = [completion(connection).pk]
    Plan.objects.create(
        run_set=run_set, connection=connection, places=places, total=1, taken=1, is_open=False
    )
    return f"{COMPLETIONS}/bulk/{run_set.uuid}/"


def lightbox(connection: Connection) -> str:
    png = BytesIO()
    Image.new("RGB", (8, 8)).save(png, "PNG")
    given = files.keep(connection.owner, BytesIO(png.getvalue()), "given.png")
    for _ in range(2):
        ran(connection, "create_image_variation", params={"image": {"file": str(given.uuid)}})
    return f"/images/pictures/{given.uuid}/"


def embeddings(connection: Connection) -> str:
    asked = {"title": "one", "params": {"input": ["one", "two"]}}
    runs = [ran(connection, "create_embedding", **asked) for _ in range(3)]
    for run in runs:
        kept(run, FILE_NAME, packed(np.eye(2, dtype=np.float32)))
    return f"/embeddings/{runs[0].uuid}/"


def takes(connection: Connection) -> str:
    for _ in range(2):
        kept(ran(connection, "create_speech"), "speech.mp3", b"x")
    return "/audio/speech/takes/"


def responses(connection: Connection) -> str:
    for name in ("resp_1", "resp_2"):
        ResponseNode.objects.create(
            owner=connection.owner, connection=connection, response_id=name, model=MODEL
        )
    return "/stored/responses/"


def versions(connection: Connection) -> str:
    prompt = Prompt.objects.create(owner=connection.owner, name="Letter")
    for number in (1, 2):
        prompt.latest = Version.objects.create(prompt=prompt, number=number, model=MODEL, content="{}")
    prompt.save()
    return f"/prompts/{prompt.uuid}/"


def history(connection: Connection) -> str:
    ran(connection)
    return "/history/"


def desk_counts(connection: Connection) -> str:
    kept = completion(connection)
    # A label may be called model as well: its value is no model.
    Label.objects.create(completion=kept, key="model", value=MODEL)
    return f"{COMPLETIONS}/counts/?source=history"


def desk_models(connection: Connection) -> str:
    completion(connection), completion(connection)
    return f"{COMPLETIONS}/models/?source=history"


def alike_pictures(connection: Connection) -> str:
    for model in (MODEL, "another"):
        params = {"prompt": "A cat", "model": model}
        made = ran(connection, "create_image", title="A cat", params=params, response={"data": []})
    return f"/images/?run={made.uuid}"


def shared(connection: Connection) -> str:
    share = Share.objects.create(owner=connection.owner, run=ran(connection), snapshot=SNAPSHOT)
    return share.get_absolute_url()


# How many names each shows: a list its two rows, the opened completion one more, a set of vectors its own too; the
# history its row and its filter's suggestion; the desk's counts and suggestions, and a shared page, the one model.
PLACES = {
    **dict.fromkeys((recent_runs, conversations, outline, compare_figures, desk, desk_set), 2),
    **dict.fromkeys((lightbox, takes, responses, versions, history), 2),
    **dict.fromkeys((desk_opened, embeddings), 3),
    **dict.fromkeys((desk_counts, desk_models, alike_pictures, shared), 1),
}


@pytest.mark.parametrize(("place", "names"), PLACES.items(), ids=[place.__name__ for place in PLACES])
def test_counts_down_at_each_name(client: Client, connection: Connection, place: Any, names: int) -> None:
    address = place(connection)
    with CaptureQueriesContext(database) as asked:
        response = client.get(address)
    assert response.status_code == 200
    assert response.content.decode().count("shuts down in 12 days") == names
    assert sum("shutdown_date" in query["sql"] for query in asked) == 1


def test_warns_in_a_filter_over_all_connections_of_the_first_shutdown(
    client: Client, connection: Connection, make: Any
) -> None:
    ran(connection)
    day, now = timezone.localdate() + timedelta(days=5), timezone.now()
    SeenModel.objects.create(connection=make(), model=MODEL, shutdown_date=day, first_seen_at=now)
    page = client.get("/history/").content.decode()
    assert f'<option value="{MODEL}" label="shuts down in 5 days">' in page
    assert page.count("shuts down in 12 days") == 1
