"""The controls. One named control holds the text; what JavaScript needs around it has no name."""

import json
from typing import Any

from django import forms

from playground.params.json_text import JSONTextError, read_json, write_json


class Line(forms.TextInput):
    template_name = "django/forms/widgets/line.html"


class Lines(forms.Textarea):
    template_name = "django/forms/widgets/lines.html"

    def __init__(self, lines: int = 2) -> None:
        super().__init__({"rows": lines})


class Suggestions(forms.TextInput):
    """A text box with a list of words to pick from."""

    template_name = "django/forms/widgets/suggestions.html"

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self.words = words

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "words": self.words}


class ModelName(forms.TextInput):
    """A text box whose suggestions are fetched when it is first focused: ParamBoundField adds from where."""

    template_name = "django/forms/widgets/model_name.html"


class Segments(forms.Widget):
    """Words side by side, the first answer being "not sent". Any other word gets its own segment."""

    template_name = "django/forms/widgets/segments.html"

    def __init__(self, words: tuple[str, ...], default: Any = None) -> None:
        super().__init__()
        self.words = words
        self.default = default if default is None or isinstance(default, str) else json.dumps(default)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        words = self.words if not value or value in self.words else (*self.words, value)
        return {
            **super().get_context(name, value, attrs),
            "words": words,
            "default": self.default,
        }

    def id_for_label(self, id_: str) -> str:
        return ""


class Slider(forms.TextInput):
    """A number box, and a slider that writes into it."""

    template_name = "django/forms/widgets/slider.html"

    def __init__(self, low: float, high: float, step: float, default: float | None) -> None:
        super().__init__()
        self.range = {"min": low, "max": high, "step": step, "default": low if default is None else default}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "range": self.range}


class Editor(forms.Textarea):
    """A JSON editor: presets to start from, a syntax check while typing, a format button."""

    template_name = "django/forms/widgets/editor.html"

    def __init__(self, presets: dict[str, Any]) -> None:
        super().__init__({"rows": 1, "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"})
        self.presets = [
            (name, value if isinstance(value, str) else write_json(value)) for name, value in presets.items()
        ]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "presets": self.presets}


class RepeatedName:
    """Takes the parameter's name repeated in a POST as a list, and a single one as text."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return values[0] if isinstance(values, list) and len(values) == 1 else values or None


class Rows(RepeatedName, Editor):
    """One input a row, or two for pairs, over the control that holds their JSON."""

    template_name = "django/forms/widgets/rows.html"

    def __init__(
        self,
        kind: str,
        max_items: int | None,
        *,
        bare: bool = False,
        max_key: int | None = None,
        max_value: int | None = None,
        numbers: bool = False,
    ) -> None:
        super().__init__({})
        self.kind = kind
        self.declared = {
            "kind": kind,
            "bare": bare,
            "max_items": max_items,
            "max_key": max_key,
            "max_value": max_value,
            "numbers": numbers,
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        # Pairs are one object: a name that is repeated is no list of them.
        return super().value_from_datadict(data, files, name) if self.kind == "list" else data.get(name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = pair_rows(value) if self.kind == "pairs" else list_rows(value)
        full = rows is not None and len(rows) == self.declared["max_items"]
        return {
            **super().get_context(name, value, attrs),
            **self.declared,
            "rows": [*(rows or []), *([] if full else [("", "")])],
            "fits": rows is not None,
        }


class Toggles(RepeatedName, Editor):
    """A few words that may be on together, over the control that holds their JSON."""

    template_name = "django/forms/widgets/toggles.html"

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__({})
        self.words = words

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        on = [text for text, _ in list_rows(value) or []]
        words = [*self.words, *(word for word in on if word not in self.words)]
        return {
            **super().get_context(name, value, attrs),
            "words": [(word, word in on) for word in words],
            "fits": list_rows(value) is not None,
        }


class FileOrStored(forms.FileInput):
    """A file chooser; a file stored before is carried along by its uuid."""

    template_name = "django/forms/widgets/file_or_stored.html"

    def __init__(self, accept: str = "") -> None:
        super().__init__({"accept": accept} if accept else None)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name) or data.get(name)

    def format_value(self, value: Any) -> Any:
        return value


def list_rows(text: str | None) -> list[tuple[str, str]] | None:
    """The rows that show a list of strings, None when rows cannot: escapes such as \\n stay written out."""
    if not text or not text.strip():
        return []
    try:
        value = read_json(text) if text.lstrip().startswith(("[", '"', "{")) else text
    except JSONTextError:
        return None
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return None
    return [(json.dumps(item, ensure_ascii=False)[1:-1].replace('\\"', '"'), "") for item in items]


def pair_rows(text: str | None) -> list[tuple[str, str]] | None:
    """The rows that show a flat object, None when rows cannot."""
    if not text or not text.strip():
        return []
    try:
        value = read_json(text)
    except JSONTextError:
        return None
    if not isinstance(value, dict) or any(isinstance(item, dict | list) for item in value.values()):
        return None
    pairs = [(key, item if isinstance(item, str) else json.dumps(item)) for key, item in value.items()]
    return None if any("\n" in key + item for key, item in pairs) else pairs
