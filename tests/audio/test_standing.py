"""What a recording will cost, and where its transcription stands, as the page tells it."""

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.audio.models import Sound, Transcription
from playground.connections.models import Connection
from playground.runs.models import File, Run, RunSet
from tests.visitor import HTMX


def test_offers_to_go_on_with_parts_that_nobody_takes_turns_with(client: Client, db: None) -> None:
    owner = User.local()
    file = File.objects.create(owner=owner, name="talk.wav", content_type="audio/wav", size=1)
    Sound.objects.create(file=file, codec="mp3", seconds=120, peaks=b"1")
    run_set = RunSet.objects.create(owner=owner, kind=RunSet.Kind.PARTS, concurrency=4)
    place = {"owner": owner, "operation": "create_transcription", "run_set": run_set}
    for position, status in enumerate(("interrupted", "queued")):
        Run.objects.create(position=position, status=status, **place)
    transcription = Transcription.objects.create(
        owner=owner,
        file=file,
        operation="create_transcription",
        run_set=run_set,
        starts=[0, 60],
        state="started",
    )
    shown = client.get(f"/audio/transcriptions/{transcription.uuid}/", headers=HTMX).content.decode()
    assert "Go on" in shown
    assert "Retry part 1" in shown


@pytest.mark.parametrize(
    ("model", "words"),
    # By the minute; by tokens, which the provider itself puts at $0.006 a minute; not known at all.
    [("whisper-1", "about $0.06"), ("gpt-4o-transcribe", "about $0.056"), ("mine", "unknown price")],
)
def test_says_what_a_recording_will_cost(client: Client, db: None, model: str, words: str) -> None:
    owner = User.local()
    connection = Connection.objects.create(owner=owner, name="Paid", base_url="https://api.openai.com/v1")
    file = File.objects.create(owner=owner, name="talk.mp3", content_type="audio/mpeg", size=9_000_000)
    Sound.objects.create(file=file, container="mp3", codec="mp3", seconds=600, rate=44100, channels=2)
    client.post(f"/connections/{connection.pk}/use/")
    query = {"file": str(file.uuid), "model": model}
    assert words in client.get("/audio/transcriptions/picked/", query).content.decode()
