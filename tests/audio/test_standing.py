"""Where a transcription stands, as its card tells it."""

from django.test import Client

from playground.accounts.models import User
from playground.audio.models import Sound, Transcription
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
