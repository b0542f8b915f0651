"""Parameters that are one plain value: text, number, choice, flag."""

import math
import re
from typing import Any

from django import forms

from playground.params import widgets
from playground.params.fields.base import Param

SEGMENTS = 5
SEGMENT_CHARACTERS = 34


class TextField(Param):
    """Text as typed, in several `lines` when long; `suggestions` are offered, any other text is taken."""

    def __init__(
        self,
        *,
        lines: int = 1,
        max_length: int | None = None,
        suggestions: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        self.max_length = max_length
        if lines > 1:
            options.setdefault("widget", widgets.Lines(lines))
        elif suggestions:
            options.setdefault("widget", widgets.Suggestions(suggestions))
        super().__init__(**options)

    def to_python(self, value: str | None) -> str | None:
        if value is None or not value.strip():
            return None
        # Browsers send every line break of a textarea as CRLF.
        text = value.replace("\r\n", "\n")
        if self.max_length and len(text) > self.max_length:
            self.refuse(f"must be {self.max_length} characters or fewer: it has {len(text)}")
        return text


class ModelField(TextField):
    """The model: any name may be typed, and the connection's models are offered."""

    def __init__(self, **declared: Any) -> None:
        super().__init__(**{"widget": widgets.ModelName(), **declared})

    def to_python(self, value: Any) -> str | None:
        name = super().to_python(value)
        return name and name.strip()


class ChoiceField(TextField):
    """One of a few words: side by side while they fit, else suggestions. Only `strict` refuses others."""

    def __init__(self, *, options: tuple[str, ...], strict: bool = False, **declared: Any) -> None:
        self.options, self.strict = options, strict
        if len(options) <= SEGMENTS and sum(map(len, options)) <= SEGMENT_CHARACTERS:
            declared.setdefault("widget", widgets.Segments(options, declared.get("default")))
        super().__init__(suggestions=options, **declared)

    def to_python(self, value: Any) -> str | None:
        word = super().to_python(value)
        if self.strict and word is not None and word not in self.options:
            self.refuse(f"must be one of {', '.join(self.options)}")
        return word


class FlagField(Param):
    """Not sent, true or false: three answers."""

    words = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}

    def __init__(self, **declared: Any) -> None:
        declared.setdefault("widget", widgets.Segments(("true", "false"), declared.get("default")))
        super().__init__(**declared)

    def to_python(self, value: Any) -> bool | None:
        word = str(value or "").strip().lower()
        if word and word not in self.words:
            self.refuse("must be true or false")
        return self.words.get(word)


class NumberField(Param):
    """A number within bounds; with both bounds it has a slider beside the number box."""

    pattern = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
    kind, example, inputmode = "a number", "0.7", "decimal"
    slider = True

    def __init__(
        self, *, min: float | None = None, max: float | None = None, step: float = 0.01, **declared: Any
    ) -> None:
        self.min, self.max = min, max
        if self.slider and min is not None and max is not None:
            declared.setdefault("widget", widgets.Slider(min, max, step, declared.get("default")))
        super().__init__(**declared)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": self.inputmode, "data-number": True}

    def to_python(self, value: Any) -> Any:
        text = str("" if value is None else value).strip()
        if not text:
            return None
        if not self.pattern.fullmatch(text) or len(text) > 100:
            self.refuse(f"must be {self.kind}, such as {self.example}")
        return self.within_bounds(self.number(text))

    def number(self, text: str) -> int | float:
        number = int(text) if re.fullmatch("-?[0-9]+", text) else float(text)
        return number if math.isfinite(number) else self.refuse("is too large a number")

    def within_bounds(self, number: float) -> float:
        if self.min is not None and number < self.min:
            self.refuse(f"must be {self.min} or more")
        if self.max is not None and number > self.max:
            self.refuse(f"must be {self.max} or less")
        return number


class IntegerField(NumberField):
    """A whole number within bounds, or one of `words` that the API takes instead, such as "inf"."""

    pattern = re.compile("-?[0-9]+")
    kind, inputmode = "a whole number", "numeric"

    def __init__(self, *, slider: bool = False, words: tuple[str, ...] = (), **declared: Any) -> None:
        self.slider, self.words = slider, words
        super().__init__(step=1, **declared)
        self.example = "42" if self.max is None or self.max > 42 else str(self.max)

    def to_python(self, value: Any) -> Any:
        text = str("" if value is None else value).strip()
        return text if text in self.words else super().to_python(text)
