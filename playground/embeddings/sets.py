"""A run's inputs with their vectors, and what is worked out from them; kept in memory for the next question."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO

from django.http import Http404

from playground.accounts.models import User
from playground.runs import files
from playground.runs.models import File, Run

from . import geometry
from .geometry import Array
from .inputs import named
from .vectors import FILE_NAME, Vectors, unpacked

LABELS = "labels.json"


@dataclass(frozen=True, eq=False)
class EmbeddingSet:
    """`labels` are empty, or one an input."""

    texts: list[str]
    labels: list[str]
    vectors: Vectors

    @property
    def count(self) -> int:
        return len(self.vectors)

    @property
    def dimensions(self) -> int:
        return int(self.vectors.shape[1])

    @cached_property
    def units(self) -> Array:
        return geometry.unit(self.vectors)

    @cached_property
    def places(self) -> tuple[Array, float]:
        """Coordinates on the principal axes, and the share of the variance that the first two keep."""
        return geometry.principal(self.units)

    @cached_property
    def best_clusters(self) -> Array:
        return geometry.clusters(self.places[0])

    @cached_property
    def norms(self) -> Array:
        lengths: Array = self.vectors.astype(float).__pow__(2).sum(axis=1) ** 0.5
        return lengths


def opened(run: Run) -> EmbeddingSet:
    """The set of a run that has ended well; 404 where it has no vectors."""
    kept = {file.name: file for file in run.files.filter(name__in=(FILE_NAME, LABELS))}
    if FILE_NAME not in kept:
        raise Http404("this run has no vectors")
    labels = kept.get(LABELS)
    return read(run.pk, kept[FILE_NAME].pk, labels.pk if labels else None)


@lru_cache(maxsize=4)
def read(run: int, vectors: int, labels: int | None) -> EmbeddingSet:
    # Files of a run never change.
    texts = named(Run.objects.only("params").get(pk=run).params.get("input"))
    found = unpacked(content(vectors))
    names = json.loads(content(labels)) if labels else []
    return EmbeddingSet(texts, names if len(names) == len(found) else [], found)


def content(pk: int) -> bytes:
    with File.objects.get(pk=pk).file.open("rb") as stored:
        return bytes(stored.read())


def keep_labels(owner: User, run: Run, labels: list[str]) -> None:
    if labels and not run.files.filter(name=LABELS).exists():
        files.keep(owner, BytesIO(json.dumps(labels).encode()), LABELS, run)


def labels_of(run: Run) -> list[str]:
    found = run.files.filter(name=LABELS).first()
    return json.loads(content(found.pk)) if found else []


def with_same_inputs(run: Run, most: int = 20) -> list[Run]:
    """Other sets of the same owner whose inputs are these, newest first."""
    runs = Run.objects.filter(
        owner=run.owner_id, operation=run.operation, title=run.title, files__name=FILE_NAME
    ).exclude(pk=run.pk)
    asked = run.params.get("input")
    return [
        other for other in runs.defer("response", "text")[: most * 2] if other.params.get("input") == asked
    ][:most]
