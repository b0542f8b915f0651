from typing import Any

from django import forms
from django.conf import settings

EXPIRIES = [("1", "1 day"), ("7", "7 days"), ("30", "30 days"), ("", "never")]


class ShareForm(forms.Form):
    """For how long, and for whom: `anyone` is offered only where the settings allow it."""

    days = forms.ChoiceField(label="Ends after", choices=EXPIRIES, initial="7", required=False)
    anyone = forms.BooleanField(label="Anyone with the link, without a login", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        if not (settings.LOGIN_REQUIRED and settings.SHARE_PUBLICLY):
            del self.fields["anyone"]

    @property
    def days_after(self) -> int | None:
        return int(self.cleaned_data["days"]) if self.cleaned_data["days"] else None

    @property
    def is_public(self) -> bool:
        return bool(self.cleaned_data.get("anyone"))
