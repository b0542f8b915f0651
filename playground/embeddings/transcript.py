"""Embeddings as they are kept and shown: the vectors apart as a file, the answer without them."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.runs.transcripts import Transcript

from .inputs import items, named
from .vectors import FILE_NAME, Vectors, decoded, packed


class EmbeddingTranscript(Transcript):
    """Takes a whole list of embeddings, or what `result` made of one."""

    role = "embeddings"
    first_seen = ""
    styles = ("css/embeddings.css",)
    scripts = ("js/embeddings.js",)

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.vectors: Vectors | None = None
        self.closed = False

    def load(self, body: Any) -> None:
        if isinstance(body, dict) and isinstance(body.get("data"), str):
            self.body = body
            return
        self.vectors = decoded(body, len(items(self.params.get("input"))))
        count, dimensions = self.vectors.shape
        words = f"{count:,} embeddings of {dimensions:,} numbers, kept apart in {FILE_NAME}"
        self.body = {**body, "data": words}

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
