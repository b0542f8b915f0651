from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from .models import User
from .users import add_user

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
    def save(self) -> User | None:
        """The new user; None, with errors beside the fields, when it cannot be one."""
        given: dict[str, Any] = self.cleaned_data
        try:
            return add_user(given["username"], given["password"], given["role"])
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                for name, errors in error.error_dict.items():
                    self.add_error(name if name in self.fields else None, errors)
            else:
                self.add_error("password", error)
        return None


class PasswordForm(forms.Form):
    """A new password for somebody who lost theirs."""

    use_required_attribute = False

    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={**PLAIN, "autocomplete": "new-password"}),
        error_messages={"required": "Give the new password."},
    )

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password
