"""The vectors of an answer as one array of float32, and as the file that a run keeps."""

import base64
import binascii
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.openai.errors import MalformedAnswer

Vectors = npt.NDArray[np.float32]
FILE_NAME = "vectors.npy"


def decoded(body: Any, expected: int) -> Vectors:
    """The vectors in the order of their index, float and base64 alike. Raises MalformedAnswer for odd shapes."""
    found = body.get("data") if isinstance(body, dict) else None
    if not isinstance(found, list) or not found:
        raise MalformedAnswer("The answer has no embeddings: its data is no list, or an empty one.")
    if len(found) != expected:
        raise MalformedAnswer(f"The server answered {len(found):,} embeddings for {expected:,} inputs.")
    by_index = {item.get("index"): item for item in found if isinstance(item, dict)}
    if by_index.keys() == set(range(expected)):
        found = [by_index[number] for number in range(expected)]
    rows = [row(item, number) for number, item in enumerate(found)]
    sizes = sorted({len(each) for each in rows})
    if len(sizes) > 1:
        raise MalformedAnswer(
            f"The embeddings have different lengths: {sizes[0]:,} and {sizes[-1]:,} numbers."
        )
    return np.stack(rows)


def row(item: Any, number: int) -> Vectors:
    given = item.get("embedding") if isinstance(item, dict) else None
    try:
        if isinstance(given, str):
            vector = np.frombuffer(base64.b64decode(given, validate=True), dtype="<f4").astype(np.float32)
        else:
            vector = np.asarray(given if isinstance(given, list) else [], dtype=np.float32)
    except (binascii.Error, ValueError, TypeError) as error:
        raise odd(number) from error
    if vector.ndim != 1 or not len(vector) or not np.isfinite(vector).all():
        raise odd(number)
    return vector


def odd(number: int) -> MalformedAnswer:
    return MalformedAnswer(
        f"Embedding {number} is not a list of numbers, nor base64 of 4-byte ones.",
        advice="Try the other encoding_format: this server may not know both.",
    )


def packed(vectors: Vectors) -> bytes:
    """The bytes of an NPY file."""
    content = BytesIO()
    np.save(content, vectors, allow_pickle=False)
    return content.getvalue()


def unpacked(content: bytes) -> Vectors:
    vectors: Vectors = np.load(BytesIO(content), allow_pickle=False)
    return vectors
