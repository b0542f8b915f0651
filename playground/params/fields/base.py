"""What every parameter declares, whatever its kind."""

import re
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from django import forms
from django.core.exceptions import ValidationError

from playground.params import widgets
from playground.params.json_text import same_json, summarise, write_json


class Rule(Protocol):
    """Which models refuse a parameter: a regular expression on the model's name, and why in a few words."""

    @property
    def refuses(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Needs:
    """The API takes a parameter only if another one is set, or has one of these values."""

    param: str
    values: tuple[Any, ...] = ()

    def met_by(self, params: dict[str, Any]) -> bool:
        found = params.get(self.param)
        return found is not None and (
            not self.values or any(same_json(found, value) for value in self.values)
        )

    def met_by_text(self, text: str) -> bool:
        return text in self.texts if self.texts else bool(text)

    @property
    def texts(self) -> tuple[str, ...]:
        """The values as a control holds them."""
        return tuple(value if isinstance(value, str) else write_json(value) for value in self.values)

    def __str__(self) -> str:
        return f"{self.param}: {' or '.join(self.texts)}" if self.texts else self.param


class Param(forms.Field):
    """A parameter of an operation.

    Its control holds text; `to_python` reads that into the value to send, None for "not sent", and `to_text`
    writes it back. `section` None keeps it out of the panel; `default` is what the API does when it is not
    sent, shown as the placeholder; `name` is for API names that are no Python names.
    """

    widget = widgets.Line
    empty_values = [None]

    def __init__(
        self,
        *,
        help: str,
        section: str | None = "Advanced",
        default: Any = None,
        models: Rule | None = None,
        needs: Needs | None = None,
        name: str = "",
        required: bool = False,
        widget: forms.Widget | None = None,
        initial: Any = None,
        validators: tuple[Any, ...] = (),
    ) -> None:
        self.section, self.default, self.models, self.needs, self.name = section, default, models, needs, name
        super().__init__(
            help_text=help, required=required, widget=widget, initial=initial, validators=validators
        )

    @property
    def placeholder(self) -> str:
        return "" if self.default is None else self.to_text(self.default)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        takes_text = isinstance(widget, forms.TextInput | forms.Textarea)
        return {"placeholder": self.placeholder} if self.placeholder and takes_text else {}

    def to_text(self, value: Any) -> str:
        return value if isinstance(value, str) else write_json(value)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value or ""
        return self.to_text(value)

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(f"{self.name} is required: fill it in", code="required")

    def refuse(self, words: str) -> NoReturn:
        """Say how to mend the value: "temperature must be 2 or less"."""
        raise ValidationError(f"{self.name} {words}")

    def is_refused_by(self, model: str) -> bool:
        return bool(self.models and model and re.search(self.models.refuses, model))

    def holds(self, value: Any) -> bool:
        """Whether this field's control can stand for the value, so that the same goes out again."""
        try:
            return value is not None and same_json(self.clean(self.to_text(value)), value)
        except ValidationError:
            return False

    def carries(self, value: Any, model: str) -> bool:
        """Whether the value goes to this model from this field's control."""
        return not self.is_refused_by(model) and self.holds(value)

    def summary(self, text: str) -> str:
        """The state beside the label for what the control holds."""
        return summarise(text)
