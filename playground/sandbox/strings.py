"""Strings that suit the name and format of a field, taken from the prompt where it has something to offer."""

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

FORMATS = {
    "date": "2026-05-17",
    "time": "09:30:00Z",
    "date-time": "2026-05-17T09:30:00Z",
    "duration": "P1DT2H",
    "email": "ada@example.com",
    "idn-email": "ada@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.7",
    "ipv6": "2001:db8::7",
    "uri": "https://example.com/sandbox",
    "uri-reference": "/sandbox",
    "iri": "https://example.com/sandbox",
    "json-pointer": "/sandbox/0",
    "regex": "^[a-z]+$",
}
FIELDS = {
    "email": "ada@example.com",
    "url": "https://example.com/sandbox",
    "phone": "+44 20 7946 0000",
    "date": "2026-05-17",
    "time": "09:30",
    "country": "Norway",
    "currency": "EUR",
    "language": "en",
    "timezone": "Europe/Oslo",
    "unit": "celsius",
}
PLACES = re.compile(r"city|location|place|town|country|destination|where")
LONG = re.compile(
    r"query|text|description|summary|content|message|body|prompt|question|explanation|reason|answer|title|subject"
)
CAPITALISED = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
COMMON = {"I", "I'm", "JSON", "API", "URL", "OK"}


@dataclass(frozen=True)
class Hints:
    """What a prompt offers: text, words worth repeating, names (capitalised in a sentence), numbers."""

    text: str = ""
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    lowered: str = field(default="", compare=False)

    @classmethod
    def of(cls, text: str, words: tuple[str, ...]) -> "Hints":
        text = text[:20_000]
        names = tuple(dict.fromkeys(name for name in CAPITALISED.findall(text) if name not in COMMON))
        numbers = tuple(
            float(n) if "." in n else int(n) for n in re.findall(r"(?<![\w.])-?\d{1,9}(?:\.\d{1,6})?", text)
        )
        return cls(text, words, names, numbers, text.lower())

    def mentions(self, value: str) -> bool:
        return value.lower() in self.lowered


def text_for(name: str, schema: dict[str, Any], hints: Hints, rng: Random) -> str:
    """A string for the field `name`, fitting the schema's `format` if it has one."""
    shape = schema.get("format")
    if shape == "uuid":
        return str(UUID(int=rng.getrandbits(128), version=4))
    if shape in FORMATS:
        return FORMATS[shape]
    key = name.lower()
    if PLACES.search(key) or key == "name":
        return (
            rng.choice(hints.names)
            if hints.names
            else ("Oslo" if key != "name" else word(hints, rng).capitalize())
        )
    if known := next((value for part, value in FIELDS.items() if part in key), None):
        return known
    if LONG.search(key):
        return " ".join(hints.text.split())[:120] or "a sandbox value"
    if hints.names and rng.random() < 0.5:
        return rng.choice(hints.names)
    return word(hints, rng)


def word(hints: Hints, rng: Random) -> str:
    return rng.choice(hints.words) if hints.words else rng.choice(("sandbox", "sample", "example"))
