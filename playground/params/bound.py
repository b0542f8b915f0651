"""A parameter in a form, and a section of them: what the templates print."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from playground.params import widgets
from playground.params.fields import FlagField, Param

if TYPE_CHECKING:
    from playground.params.forms import OperationForm


# All of them together, in a few panes, are a thousand of a kilobyte each.
MOST_UNSET = 4000
_unset: dict[tuple[Any, ...], SafeString] = {}


class ParamBoundField(BoundField):
    """A field with its state: not sent, its value, refused by the model, or with an error."""

    form: "OperationForm"

    def __init__(self, form: "OperationForm", field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if isinstance(field, Param):
            self.label = field.name

    def as_field_group(self) -> SafeString:
        """The field with its control; of one that holds nothing, as most do, what was made of it before."""
        if self.form.is_bound or self.is_set or not self.is_param:
            return super().as_field_group()
        takes_models = self.form.models_url if isinstance(self.field.widget, widgets.ModelName) else ""
        shown = type(self.form), self.name, self.auto_id, self.is_refused, self.lacks_need, takes_models
        if shown not in _unset:
            if len(_unset) >= MOST_UNSET:
                _unset.clear()
            _unset[shown] = super().as_field_group()
        return _unset[shown]

    @property
    def is_param(self) -> bool:
        return isinstance(self.field, Param)

    @property
    def param(self) -> Param:
        assert isinstance(self.field, Param)
        return self.field

    @property
    def is_group(self) -> bool:
        return isinstance(self.field.widget, widgets.Segments)

    @property
    def is_flag(self) -> bool:
        return isinstance(self.field, FlagField)

    @cached_property
    def is_set(self) -> bool:
        value = self.value()
        return bool(value.strip() if isinstance(value, str) else value)

    @cached_property
    def is_refused(self) -> bool:
        return self.is_param and self.param.is_refused_by(self.form.model_name)

    @property
    def is_sent(self) -> bool:
        return self.is_set and not self.is_refused

    @property
    def state(self) -> str:
        if self.is_refused:
            return "not for this model"
        if self.field.required:
            return "required"
        if self.is_set:
            return self.param.summary(self.value())
        if self.lacks_need:
            return f"needs {self.param.needs}"
        return "not sent"

    @property
    def lacks_need(self) -> bool:
        """Whether the parameter that this one needs holds something else, as far as its control says."""
        needs = self.param.needs if self.is_param else None
        if needs is None:
            return False
        return not needs.met_by_text(str(self.form[needs.param].value() or "").strip())

    @property
    def help_id(self) -> str:
        return f"{self.auto_id}_help"

    @property
    def help_lines(self) -> tuple[str, str]:
        """The help's first sentence, which always shows, and the rest, which shows where a person works."""
        first, stop, rest = str(self.help_text).partition(". ")
        return first + stop.rstrip(), rest

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def aria_describedby(self) -> str:
        return f"{self.help_id} {self.error_id}" if self.help_text else self.error_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        if self.is_refused and self.param.models:
            attrs["aria-description"] = f"Not for this model: {self.param.models.note}"
        if isinstance(self.field.widget, widgets.ModelName) and self.form.models_url:
            attrs.update(
                {
                    "hx-get": self.form.models_url,
                    "hx-trigger": "focus once",
                    "hx-target": "next datalist",
                    "hx-swap": "innerHTML",
                    "hx-params": "none",
                    "hx-sync": "this",
                }
            )
        return attrs


@dataclass(frozen=True, slots=True)
class Section:
    """A folding part of the panel: open when declared so, or when something in it needs mending."""

    name: str
    declared_open: bool
    fields: tuple[ParamBoundField, ...]

    def __iter__(self) -> Iterator[ParamBoundField]:
        return iter(self.fields)

    @property
    def open(self) -> bool:
        return self.declared_open or any(field.errors for field in self.fields)

    @property
    def set_count(self) -> int:
        return sum(field.is_sent for field in self.fields)

    @property
    def total(self) -> int:
        return len(self.fields)
