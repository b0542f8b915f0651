"""Exports leave while they are read: little is in memory, nothing is left out without a word."""

import csv
import json
import tracemalloc
from collections.abc import AsyncIterator
from io import StringIO
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection as database
from django.http import StreamingHttpResponse
from django.test import AsyncClient
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.stored import mirror
from playground.stored.mirror import Place
from playground.stored.models import Completion

from .upstream import completion, messages

pytestmark = pytest.mark.django_db
BULK = "/stored/completions/bulk/"
LONG = 20_000


@pytest.fixture
def place() -> Place:
    connection = Connection.objects.create(
        owner=User.local(), name="Mirrored", base_url="http://127.0.0.1:1/v1"
    )
    return Place.of(User.local(), connection)


def filled(place: Place, count: int, long: int = 0) -> None:
    """So many completions in pairs of the same second, each with a message of this length."""
    Completion.objects.bulk_create(
        (
            Completion(
                owner_id=place.owner_id,
                connection_id=place.connection_id,
                completion_id=f"chatcmpl-{number}",
                created=1_700_000_000 + number // 2,
                body=completion(number),
                messages=[{"role": "user", "content": f"{number} {'x' * long}"}],
                has_messages=True,
                synced_at=timezone.now(),
            )
            for number in range(count)
        ),
        batch_size=100,
    )


def export(place: Place, **asked: Any) -> Any:
    async def answered() -> Any:
        client = AsyncClient()
        await client.post(f"/connections/{place.connection_id}/use/")
        return await client.post(BULK, {"source": "upstream", **asked})

    return async_to_sync(answered)()


def text(answer: StreamingHttpResponse) -> str:
    return b"".join(read(answer)).decode()


def read(answer: StreamingHttpResponse, most: int = 10**9) -> list[bytes]:
    """The first pieces of an answer."""

    async def taken() -> list[bytes]:
        pieces: AsyncIterator[bytes] = answer.streaming_content  # type: ignore[assignment]
        found = []
        async for piece in pieces:
            found.append(piece)
            if len(found) == most:
                break
        return found

    return async_to_sync(taken)()


@pytest.mark.parametrize("action", ["finetuning", "evaluation", "csv"])
def test_never_has_more_than_a_few_completions_in_memory(place: Place, action: str) -> None:
    filled(place, 1500, LONG)
    answer = export(place, action=action, all="1")
    written = 0

    async def measured() -> int:
        nonlocal written
        tracemalloc.start()
        try:
            async for piece in answer:
                written += piece.count(b"\n")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak = async_to_sync(measured)()
    assert written == 1500 + (action == "csv")
    # All of them are thirty megabytes of messages alone.
    assert peak < 12_000_000


def test_reads_little_before_the_first_bytes_and_some_at_a_time(place: Place) -> None:
    filled(place, 500)
    with CaptureQueriesContext(database) as before:
        answer = export(place, action="evaluation", all="1")
        first = read(answer, 1)[0].splitlines()
    assert [json.loads(line)["item"]["id"] for line in first[:2]] == ["chatcmpl-499", "chatcmpl-498"]
    assert len(first) < 500
    with CaptureQueriesContext(database) as whole:
        lines = text(export(place, action="evaluation", all="1")).splitlines()
    names = [json.loads(line)["item"]["id"] for line in lines]
    assert names == [f"chatcmpl-{number}" for number in range(499, -1, -1)]
    assert len(whole) - len(before) <= 500 / len(first)


def test_has_a_column_for_a_key_that_only_the_last_completion_has(place: Place) -> None:
    bodies = [completion(number) for number in range(120)]
    bodies[0]["metadata"]["rare"] = "=1+1"
    mirror.keep(place, bodies, messages={f"chatcmpl-{number}": messages(number) for number in range(120)})
    rows = list(csv.DictReader(StringIO(text(export(place, action="csv", all="1")))))
    assert (len(rows), rows[0]["metadata.rare"], rows[-1]["metadata.rare"]) == (120, "", "'=1+1")
    assert rows[-1]["metadata.topic"] == "billing"


@pytest.mark.parametrize("chosen", [{"all": "1"}, {"id": ["chatcmpl-0", "chatcmpl-1"]}])
def test_says_whose_messages_are_missing_and_exports_the_others(place: Place, chosen: dict[str, Any]) -> None:
    mirror.keep(place, [completion(0), completion(1)], messages={"chatcmpl-0": messages(0)})
    # What is gone is not asked for: nobody answers there.
    Completion.objects.filter(completion_id="chatcmpl-1").update(gone_at=timezone.now())
    page = export(place, action="finetuning", **chosen)
    assert page.status_code == 422
    assert "1 of 2 completions cannot be exported" in page.content.decode()
    lines = text(export(place, action="finetuning", others="1", **chosen)).splitlines()
    assert [json.loads(line)["messages"][-1]["content"] for line in lines] == ["Answer 0 is **bold**"]
    assert len(text(export(place, action="csv", **chosen)).splitlines()) == 3


def test_makes_no_file_of_nothing(place: Place) -> None:
    page = export(place, action="csv", all="1", query="model=nobody")
    assert page.status_code == 422
    assert "Nothing was exported" in page.content.decode()


def test_says_that_upstream_is_away(place: Place) -> None:
    page = export(place, action="csv", id=["chatcmpl-0"])
    assert page.status_code == 422
    assert "Nothing was exported:" in page.content.decode()
    assert 'value="chatcmpl-0"' in page.content.decode()
