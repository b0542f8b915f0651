"""Parameters with structure: JSON, lists of strings, key-value pairs. One control holds the JSON of each."""

import re
from typing import Any

from django import forms

from playground.params import widgets
from playground.params.fields.base import Param
from playground.params.json_text import JSONTextError, read_json, summarise, write_json

KINDS: dict[type, str] = {dict: "an object: { … }", list: "a list: [ … ]"}
EMPTY: dict[type | None, str] = {dict: "{ }", list: "[ ]"}


class JSONField(Param):
    """Any JSON of a kind (`dict`, `list` or both), with named `presets` to start from."""

    def __init__(
        self,
        *,
        kind: type | None = None,
        max_items: int | None = None,
        presets: dict[str, Any] | None = None,
        **declared: Any,
    ) -> None:
        self.kind, self.max_items = kind, max_items
        declared.setdefault("widget", widgets.Editor(presets or {}))
        super().__init__(**declared)

    @property
    def placeholder(self) -> str:
        return super().placeholder or EMPTY.get(self.kind, "JSON")

    def to_text(self, value: Any) -> str:
        return write_json(value)

    def to_python(self, value: Any) -> Any:
        return None if value is None or not value.strip() else self.checked(self.read(value))

    def read(self, text: str) -> Any:
        try:
            return read_json(text)
        except JSONTextError as error:
            return self.refuse(f"is not JSON. {error}")

    def checked(self, value: Any) -> Any:
        if self.kind and not isinstance(value, self.kind):
            self.refuse(f"must be {KINDS[self.kind]}")
        if self.max_items and len(value) > self.max_items:
            self.refuse(f"takes at most {self.max_items} items: it has {len(value)}")
        return value

    def summary(self, text: str) -> str:
        try:
            return summarise(read_json(text))
        except JSONTextError:
            return summarise(text)


class TextOrJSONField(JSONField):
    """A bare string, or JSON: text that starts with { [ or a quote is JSON, all else is the string itself."""

    starts = ("{", "[", '"')

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-bare": True}

    def to_text(self, value: Any) -> str:
        if isinstance(value, str) and value == value.strip() and value and not value.startswith(self.starts):
            return value
        return write_json(value)

    def read(self, text: str) -> Any:
        return super().read(text) if text.lstrip().startswith(self.starts) else text.replace("\r\n", "\n")

    def checked(self, value: Any) -> Any:
        return value if isinstance(value, str) else super().checked(value)


class ListField(TextOrJSONField):
    """A list of strings: JSON, one bare string, or the name repeated. `bare` sends one string as it is."""

    def __init__(
        self,
        *,
        max_items: int | None = None,
        bare: bool = False,
        options: tuple[str, ...] = (),
        **declared: Any,
    ) -> None:
        self.bare = bare
        widget = widgets.Toggles(options) if options else widgets.Rows("list", max_items, bare=bare)
        declared.setdefault("widget", widget)
        super().__init__(kind=list, max_items=max_items, **declared)

    def prepare_value(self, value: Any) -> Any:
        return write_json(value) if isinstance(value, list) else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return self.checked([item for item in value if item.strip()]) or None
        return super().to_python(value)

    def checked(self, value: Any) -> Any:
        if isinstance(value, str):
            return value if self.bare else [value]
        items = super().checked(value)
        for number, item in enumerate(items, 1):
            if not isinstance(item, str):
                self.refuse(f"takes strings only: put item {number} in double quotes")
        return items


class PairsField(JSONField):
    """A flat JSON object: strings by name, or numbers between `min` and `max` by token id."""

    def __init__(
        self,
        *,
        max_items: int | None = None,
        max_key: int | None = None,
        max_value: int | None = None,
        numbers: tuple[int, int] | None = None,
        **declared: Any,
    ) -> None:
        self.max_key, self.max_value, self.numbers = max_key, max_value, numbers
        rows = widgets.Rows("pairs", max_items, max_key=max_key, max_value=max_value, numbers=bool(numbers))
        super().__init__(kind=dict, max_items=max_items, widget=rows, **declared)

    def checked(self, value: Any) -> Any:
        for key, item in super().checked(value).items():
            self.check_token(key, item) if self.numbers else self.check_text(key, item)
        return value

    def check_text(self, key: str, item: Any) -> None:
        if self.max_key and len(key) > self.max_key:
            self.refuse(f"keys must be {self.max_key} characters or fewer: “{key[:20]}…” has {len(key)}")
        if not isinstance(item, str):
            self.refuse(f"takes strings only: put the value of “{key}” in double quotes")
        if self.max_value and len(item) > self.max_value:
            self.refuse(f"values must be {self.max_value} characters or fewer: “{key}” has {len(item)}")

    def check_token(self, key: str, item: Any) -> None:
        assert self.numbers
        low, high = self.numbers
        if not re.fullmatch("[0-9]+", key):
            self.refuse(f"keys must be token ids, such as 50256: “{key[:20]}” is none")
        if isinstance(item, bool) or not isinstance(item, int | float) or not low <= item <= high:
            self.refuse(f"of token {key} must be a number from {low} to {high}")
