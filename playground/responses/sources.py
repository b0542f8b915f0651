"""What an answer cites (`annotations`), each once, in the order of the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Source:
    """A page with its `url`, or a file that only has a `title`."""

    title: str
    url: str = ""

    @property
    def host(self) -> str:
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""

    @property
    def is_safe(self) -> bool:
        """Whether it may be a link: a model's address can be anything."""
        return self.url.startswith(("https://", "http://")) and bool(self.host)


def cited(parts: list[dict[str, Any]]) -> list[Source]:
    found = [source for part in parts for source in annotated(part.get("annotations"))]
    return list(dict.fromkeys(found))


def annotated(annotations: Any) -> Iterator[Source]:
    for annotation in annotations if isinstance(annotations, list) else ():
        if source := annotated_one(annotation):
            yield source


def annotated_one(annotation: Any) -> Source | None:
    match annotation:
        case {"type": "url_citation", "url": str(url), **rest}:
            return Source(str(rest.get("title") or url), url)
        case {"type": "file_citation" | "container_file_citation" | "file_path", **rest}:
            return Source(str(rest.get("filename") or rest.get("file_id") or "file"))
    return None


def pages(action: Any) -> list[Source]:
    """The pages that a web search has looked at."""
    listed = action.get("sources") if isinstance(action, dict) else None
    urls = [str(item.get("url") or item.get("name") or "") for item in listed or () if isinstance(item, dict)]
    return [Source(url, url) for url in dict.fromkeys(filter(None, urls))]
