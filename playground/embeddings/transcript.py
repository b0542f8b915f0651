"""Embeddings as they are kept and shown: the vectors apart as a file, the answer without them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.runs.keeping import Keeper
from playground.runs.transcripts import Transcript

from .inputs import items, named
from .vectors import FILE_NAME, Vectors, decoded, packed


class EmbeddingTranscript(Transcript):
    """Takes a list of embeddings whose vectors were taken out of it, and keeps those as a file."""

    # 2,048 inputs of 1,536 numbers in full take 95 MB, each on a line of its own.
    body_limit = 128 * 1024 * 1024
    role = "embeddings"
    first_seen = ""
    styles = ("css/embeddings.css",)
    scripts = ("js/embeddings.js",)

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.vectors: Vectors | None = None
        self.closed = False

    async def apart(self, body: Any, keeper: Keeper) -> AsyncIterator[Any]:
        # Millions of numbers: in a thread, so that other runs go on meanwhile.
        self.vectors = await asyncio.to_thread(decoded, body, len(items(self.params.get("input"))))
        count, dimensions = self.vectors.shape
        words = f"{count:,} embeddings of {dimensions:,} numbers, kept apart in {FILE_NAME}"
        yield {**body, "data": words}

    def files(self) -> Iterator[tuple[str, bytes]]:
        if self.vectors is not None:
            yield FILE_NAME, packed(self.vectors)

    def text(self) -> str:
        return ""

    def html(self) -> SafeString:
        if self.body is None:
            return mark_safe("")
        context = {"run_id": self.run_id, "closed": self.closed, "words": self.body["data"]}
        return render_to_string("embeddings/_answer.html", context)

    def close(self) -> None:
        # The file is stored together with the run's end: before, nobody could ask for its map.
        self.closed = True

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        lines = named(params.get("input"))
        more = f" and {len(lines) - 1:,} more" if len(lines) > 1 else ""
        return f"{lines[0][:120]}{more}" if lines else ""
