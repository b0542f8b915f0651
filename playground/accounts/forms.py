import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.views.decorators.debug import sensitive_variables

from . import limits
from .models import User
from .users import add_user, second_factor

UNLIMITED = "unlimited"
PLAIN = {"class": "control", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class TokenForm(forms.Form):
    """The name that its owner knows a token by."""

    use_required_attribute = False

    name = forms.CharField(
        max_length=100,
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": "Give the token a name: what will use it."},
    )


class UserForm(forms.Form):
    """A user whom an admin makes."""

    use_required_attribute = False

    username = forms.CharField(
        max_length=150,
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": "Give the user a name to log in with."},
    )
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={**PLAIN, "autocomplete": "new-password"}),
        error_messages={"required": "Give the user a first password."},
    )
    role = forms.ChoiceField(
        choices=User.Role.choices, initial=User.Role.MEMBER, widget=forms.Select(attrs={"class": "control"})
    )

    @sensitive_variables()
    def save(self, actor: User) -> User | None:
        """The user whom this admin makes; None, with errors beside the fields, when it cannot be one."""
        given: dict[str, Any] = self.cleaned_data
        try:
            return add_user(given["username"], given["password"], given["role"], actor)
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                for name, errors in error.error_dict.items():
                    self.add_error(name if name in self.fields else None, errors)
            else:
                self.add_error("password", error)
        return None


class LimitsForm(forms.Form):
    """What an admin sets for one user: empty is as the settings have it for everybody, `unlimited` is no limit."""

    use_required_attribute = False

    concurrent = forms.CharField(label="Runs at once", required=False, widget=forms.TextInput(attrs=PLAIN))
    per_minute = forms.CharField(
        label="Requests a minute", required=False, widget=forms.TextInput(attrs=PLAIN)
    )
    monthly_cost = forms.CharField(
        label="US dollars a month", required=False, widget=forms.TextInput(attrs=PLAIN)
    )

    def __init__(self, user: User, typed: QueryDict | None = None) -> None:
        kept = {name: UNLIMITED if value is None else value for name, value in user.limits.items()}
        super().__init__(typed, initial=kept)
        for name, usual in asdict(limits.defaults()).items():
            self.fields[name].widget.attrs["placeholder"] = (
                UNLIMITED if usual is None else f"{usual}, as everybody"
            )

    def clean_concurrent(self) -> str | int | None:
        return limit(self.cleaned_data["concurrent"], whole)

    def clean_per_minute(self) -> str | int | None:
        return limit(self.cleaned_data["per_minute"], whole)

    def clean_monthly_cost(self) -> str | int | None:
        return limit(self.cleaned_data["monthly_cost"], dollars)

    @property
    def limits(self) -> dict[str, Any]:
        """What was set, as `User.limits` keeps it."""
        return {name: value for name, value in self.cleaned_data.items() if value != ""}

    def said(self) -> dict[str, Any]:
        """The same in words."""
        return {name: UNLIMITED if value is None else value for name, value in self.limits.items()}


def limit(text: str, number: Callable[[str], str | int]) -> str | int | None:
    text = text.strip().lower()
    return None if text == UNLIMITED else text and number(text)


def whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValidationError(
            "Write a whole number up to 9999, unlimited, or nothing for what everybody has."
        )
    return int(text)


def dollars(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,6}([.][0-9]{1,4})?", text.removeprefix("$")):
        raise ValidationError(
            "Write US dollars such as 20 or 7.50, unlimited, or nothing for what everybody has."
        )
    return text.removeprefix("$")


class PasswordForm(forms.Form):
    """A new password for somebody who lost theirs."""

    use_required_attribute = False

    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={**PLAIN, "autocomplete": "new-password"}),
        error_messages={"required": "Give the new password."},
    )

    remove_factor = forms.BooleanField(label="Remove the second factor too", required=False)

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        if second_factor(user) is None:
            del self.fields["remove_factor"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password
