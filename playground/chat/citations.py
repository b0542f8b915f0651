"""The pages that an answer cites (`annotations` of type url_citation), each once, in the order of the text."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Source:
    url: str
    title: str

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


def sources(annotations: Any) -> list[Source]:
    found: dict[str, Source] = {}
    for annotation in annotations if isinstance(annotations, list) else ():
        match annotation:
            case {"type": "url_citation", "url_citation": {"url": str(url), **rest}}:
                found.setdefault(url, Source(url, str(rest.get("title") or url)))
    return list(found.values())
