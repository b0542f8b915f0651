import io

import av
import numpy as np
import pytest

from playground.accounts.models import User
from playground.chat.parts import parts_for
from playground.runs import files
from playground.runs.models import File

pytestmark = pytest.mark.django_db
FORMATS = {"wav": "pcm_s16le", "mp3": "libmp3lame", "ogg": "libopus", "flac": "flac"}


def recording(kind: str) -> io.BytesIO:
    content = io.BytesIO()
    with av.open(content, "w", format=kind) as container:
        stream = container.add_stream(FORMATS[kind], rate=24_000, layout="mono")
        layout = "fltp" if kind == "mp3" else "s16"
        samples = np.zeros((1, 24_000), dtype=np.float32 if kind == "mp3" else np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format=layout, layout="mono")
        frame.sample_rate = 24_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return content


@pytest.mark.parametrize(("kind", "sent"), [("wav", "wav"), ("mp3", "mp3"), ("ogg", "wav"), ("flac", "wav")])
def test_a_recording_is_sent_in_a_format_the_api_takes(kind: str, sent: str):
    user = User.objects.create(username="somebody")
    kept = files.keep(user, recording(kind), f"said.{kind}")
    (part,) = parts_for(user)([str(kept.uuid)])
    assert part["type"] == "input_audio"
    assert part["input_audio"]["format"] == sent
    uuid = part["input_audio"]["data"].partition(":")[2]
    assert File.objects.get(uuid=uuid).content_type == {"wav": "audio/wav", "mp3": "audio/mpeg"}[sent]


def test_bytes_that_only_look_like_a_recording_are_sent_as_a_file():
    user = User.objects.create(username="somebody")
    kept = files.keep(user, io.BytesIO(b"OggS nothing"), "broken.ogg")
    assert parts_for(user)([str(kept.uuid)])[0]["type"] == "file"
