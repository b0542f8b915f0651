"""The kinds of parameter: one line in a form declares control, help, checks and request."""

from playground.params.fields.base import Needs, Param, Rule
from playground.params.fields.file import FileField
from playground.params.fields.plain import (
    ChoiceField,
    FlagField,
    IntegerField,
    ModelField,
    NumberField,
    TextField,
)
from playground.params.fields.structured import JSONField, ListField, PairsField, TextOrJSONField

__all__ = [
    "ChoiceField",
    "FileField",
    "FlagField",
    "IntegerField",
    "JSONField",
    "ListField",
    "ModelField",
    "Needs",
    "NumberField",
    "PairsField",
    "Param",
    "Rule",
    "TextField",
    "TextOrJSONField",
]
