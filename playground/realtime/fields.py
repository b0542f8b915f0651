"""Parameters whose JSON may be null, which turns something off: other than "not sent", which leaves the default."""

from typing import Any

from playground.params.fields import JSONField
from playground.params.json_text import JSONTextError, read_json, summarise, write_json

from .widgets import ObjectEditor


class Null:
    """What a control that holds `null` cleans to; it is sent as null."""

    def __bool__(self) -> bool:
        return False


NULL = Null()


class NullableField(JSONField):
    """An object, or null for off, edited field by field."""

    def __init__(self, *, editor: ObjectEditor, **declared: Any) -> None:
        super().__init__(kind=dict, widget=editor, **declared)

    def checked(self, value: Any) -> Any:
        return NULL if value is None else super().checked(value)

    def to_text(self, value: Any) -> str:
        return write_json(None if value is NULL else value)

    def holds(self, value: Any) -> bool:
        return value is None or super().holds(value)

    def summary(self, text: str) -> str:
        """The kind of object where it names one: `server_vad`."""
        try:
            value = read_json(text)
        except JSONTextError:
            return summarise(text)
        if value is None:
            return "off"
        kind = value.get("type") if isinstance(value, dict) else None
        return kind if isinstance(kind, str) else summarise(value)
