"""Recordings and transcripts are their owner's alone."""

import uuid

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.audio.models import Sound, Transcription
from playground.runs import deletion
from playground.runs.models import File, Run, RunSet

GETS = ("", "progress/", "beside/", "transcript.txt", "transcript.json")
POSTS = ("stop/", "prepare/", "parts/1/again/", "save/", "replace/", "undo/", "reset/")


@pytest.fixture
def foreign(db: None) -> Transcription:
    somebody = User.objects.create(username="somebody-else")
    file = File.objects.create(owner=somebody, name="secret.wav", content_type="audio/wav", size=1)
    Sound.objects.create(file=file, codec="mp3", seconds=1, peaks=b"1")
    return Transcription.objects.create(owner=somebody, file=file, operation="create_transcription")


@pytest.mark.parametrize("part", GETS)
def test_hides_the_transcription_of_somebody_else(client: Client, foreign: Transcription, part: str) -> None:
    assert client.get(f"/audio/transcriptions/{foreign.uuid}/{part}").status_code == 404


@pytest.mark.parametrize("part", POSTS)
def test_changes_no_transcription_of_somebody_else(client: Client, foreign: Transcription, part: str) -> None:
    assert client.post(f"/audio/transcriptions/{foreign.uuid}/{part}").status_code == 404


def test_a_set_goes_with_its_last_run(foreign: Transcription) -> None:
    run_set = RunSet.objects.create(owner=foreign.owner, kind=RunSet.Kind.PARTS)
    Transcription.objects.filter(pk=foreign.pk).update(run_set=run_set)
    for position in (0, 1):
        Run.objects.create(
            owner=foreign.owner,
            operation=foreign.operation,
            run_set=run_set,
            position=position,
            status="failed",
        )
    for left in (1, 0):
        deletion.delete(Run.objects.filter(run_set=run_set, position=left))
        assert RunSet.objects.filter(pk=run_set.pk).count() == left
        assert Transcription.objects.filter(pk=foreign.pk).count() == left


def test_neither_draws_nor_names_the_recording_of_somebody_else(
    client: Client, foreign: Transcription
) -> None:
    assert client.get(f"/audio/files/{foreign.file.uuid}/waveform/").status_code == 404
    query = {"file": [str(foreign.file.uuid), str(uuid.UUID(int=1)), "none"], "open": str(foreign.uuid)}
    for address in ("/audio/transcriptions/", "/audio/transcriptions/picked/"):
        assert b"secret.wav" not in client.get(address, query).content
