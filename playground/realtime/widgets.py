"""The control of an object with a few known fields: rows over the JSON, which may be typed directly too."""

from dataclasses import dataclass
from typing import Any

from playground.params.widgets import Editor


@dataclass(frozen=True, slots=True)
class Part:
    """One field of an object: text, a whole number, a number or one of `options`."""

    name: str
    help: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """An object that is told by its `type`; without one it is the only variant. Null when `off`."""

    label: str
    about: str = ""
    type: str = ""
    parts: tuple[Part, ...] = ()
    off: bool = False


class ObjectEditor(Editor):
    template_name = "realtime/widgets/object.html"

    def __init__(self, *variants: Variant) -> None:
        super().__init__({})
        self.variants = variants

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        several = len(self.variants) > 1
        return {**super().get_context(name, value, attrs), "variants": self.variants, "several": several}
