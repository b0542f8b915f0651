"""The recordings of a request: the file to transcribe, and samples of voices that are known."""

import io
from typing import Any

from ..errors import APIError, bad_request
from ..media import decoded
from ..multipart import Files
from ..parameters import missing
from .listener import RATE
from .recording import Recording, Unreadable
from .speakers import pitch_of

LARGEST = 25 * 1024 * 1024
SHORTEST = 0.1
SAMPLE = (2.0, 10.0)
SUPPORTED = ["flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm"]


def given(files: Files) -> Recording:
    """The recording to transcribe; the API's 400 or 413 when it is missing, too large, or none."""
    for name in files:
        if name != "file":
            raise bad_request(f"Unrecognized request argument supplied: {name}", name, "unknown_parameter")
    if not files.get("file"):
        raise missing("file")
    upload = files["file"][-1]
    if (upload.size or 0) > LARGEST:
        message = f"Maximum content size limit ({LARGEST}) exceeded ({upload.size} bytes read)"
        raise APIError(413, message, type="server_error")
    if not upload.size:
        raise too_short(0)
    try:
        recording = Recording(upload)
    except Unreadable:
        raise unreadable() from None
    if 0 < recording.announced < SHORTEST:
        raise too_short(recording.announced)
    return recording


def unreadable() -> APIError:
    return bad_request(f"Invalid file format. Supported formats: {SUPPORTED}", "file", "invalid_value")


def too_short(seconds: float) -> APIError:
    message = (
        f"Audio file is too short. Minimum audio length is {SHORTEST} seconds, but this has {seconds:.3f}."
    )
    return bad_request(message, "file", "audio_too_short")


def known_speakers(params: dict[str, Any]) -> dict[str, float]:
    """The pitch in Hz of each known speaker, by name."""
    names, references = (params.get(f"known_speaker_{of}", []) for of in ("names", "references"))
    return {
        name: pitch_of_reference(url, f"known_speaker_references[{at}]")
        for at, (name, url) in enumerate(zip(names, references, strict=True))
    }


def pitch_of_reference(url: str, path: str) -> float:
    if not url.startswith("data:"):
        raise bad_request(f"Invalid '{path}': expected a data URL.", path, "invalid_value")
    try:
        recording = Recording(io.BytesIO(decoded(url, path)))
        pcm = b"".join(piece.tobytes() for piece in recording.samples())
    except Unreadable:
        message = f"Invalid '{path}': the audio could not be decoded."
        raise bad_request(message, path, "invalid_value") from None
    if not SAMPLE[0] <= len(pcm) / 2 / RATE <= SAMPLE[1]:
        message = f"Invalid '{path}': a reference must be between 2 and 10 seconds long."
        raise bad_request(message, path, "invalid_value")
    return pitch_of(pcm)
