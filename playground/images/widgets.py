"""Words to press beside a text box: what a model takes is offered, anything else can be typed."""

from typing import Any, NamedTuple

from django import forms


class Offer(NamedTuple):
    """`refuses` is searched in the model's name: for those the word is not offered."""

    value: str
    label: str
    refuses: str = ""


class Offers(forms.TextInput):
    template_name = "django/forms/widgets/offers.html"

    def __init__(self, offers: tuple[Offer, ...], default: str | None) -> None:
        super().__init__({"spellcheck": "false", "autocomplete": "off"})
        self.offers, self.default = offers, default

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "offers": self.offers, "default": self.default}
