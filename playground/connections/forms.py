import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from . import seen
from .addresses import clean_base_url, origin
from .headers import names_only, parse_headers
from .models import Connection
from .sealing import Secrets

KEY = re.compile(r"[\x21-\x7e]+")
HEADER_VALUE = re.compile(r"[\x20-\x7e]*")
# What decides which server answers, and as whom.
ENDPOINT = {"base_url", "key", "remove_key", "headers", "remove_headers"}
PLAIN = {"class": "control", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
# htmx leaves a preserved control as it stands: what was typed stays and never comes back from here.
SECRET = {**PLAIN, "hx-preserve": "true"}


class NamesOnly(forms.Textarea):
    """Typed headers go into the page without their values."""

    def format_value(self, value: Any) -> str:
        return names_only(value or "")


class ConnectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A connection as a person adds or changes it. Secrets are taken, never given back."""

    use_required_attribute = False

    name = forms.CharField(
        widget=forms.TextInput(attrs={"class": "control", "autocomplete": "off"}),
        error_messages={"required": "Give the connection a name."},
    )
    base_url = forms.CharField(
        label="Base URL",
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "url", "list": "known-servers"}),
        error_messages={
            "required": "Enter the address of the server, for example http://localhost:11434/v1."
        },
    )
    key = forms.CharField(required=False, max_length=8000, widget=forms.PasswordInput(attrs=SECRET))
    remove_key = forms.BooleanField(required=False)
    organization = forms.CharField(label="Organisation", required=False, widget=forms.TextInput(attrs=PLAIN))
    project = forms.CharField(required=False, widget=forms.TextInput(attrs=PLAIN))
    headers = forms.CharField(
        label="Extra headers", required=False, max_length=32000, widget=NamesOnly(attrs={**SECRET, "rows": 3})
    )
    remove_headers = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    idle_timeout = forms.IntegerField(
        label="Idle time-out",
        required=False,
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "numeric"}),
        error_messages={"invalid": "Write whole seconds in digits, or leave it empty for no limit."},
    )

    class Meta:
        model = Connection
        fields = ("name", "base_url", "organization", "project", "idle_timeout", "shared")

    def __init__(self, *args: Any, may_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]
        self.kept_origin = origin(self.instance.base_url) if self.instance.pk else None
        self.fields["remove_headers"].choices = [  # type: ignore[attr-defined]
            (name, name) for name in self.instance.header_hints
        ]
        for name, field in self.fields.items():
            field.widget.attrs.pop("maxlength", None)
            if not name.startswith("remove_"):
                field.widget.attrs["aria-describedby"] = f"id_{name}_help id_{name}_error"

    @property
    def ticked_headers(self) -> list[str]:
        return self["remove_headers"].value() or []

    @property
    def shows_more(self) -> bool:
        """Whether there is anything in the folded part to be seen."""
        folded = ("organization", "project", "headers", "idle_timeout")
        return any(self[name].value() or self[name].errors for name in folded) or bool(
            self.instance.header_hints
        )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isprintable() and not character.isspace() for character in name):
            raise ValidationError("Give the connection a name that can be seen.")
        if len(name) > 100:
            raise ValidationError(f"Use at most 100 characters; these are {len(name)}.")
        return name

    def clean_base_url(self) -> str:
        return clean_base_url(self.cleaned_data["base_url"])

    @sensitive_variables()
    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key and not KEY.fullmatch(key):
            raise ValidationError("A key has no spaces, line breaks or accents: copy it once more.")
        return key

    def clean_organization(self) -> str:
        return plain(self.cleaned_data["organization"])

    def clean_project(self) -> str:
        return plain(self.cleaned_data["project"])

    @sensitive_variables()
    def clean_headers(self) -> dict[str, str]:
        return parse_headers(self.cleaned_data["headers"])

    def clean_idle_timeout(self) -> int | None:
        seconds: int | None = self.cleaned_data["idle_timeout"]
        if seconds is not None and not 1 <= seconds <= 86_400:
            raise ValidationError("Use 1 to 86400 seconds, or leave it empty for no limit.")
        return seconds

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not {"key", "headers", "remove_headers"} <= cleaned.keys():
            return cleaned
        moved = "base_url" in cleaned and self.kept_origin not in (None, origin(cleaned["base_url"]))
        self.secrets = Secrets(self.instance, cleaned)
        for field, problem in self.secrets.problems(moved):
            self.add_error(field, problem)
        return cleaned

    @sensitive_variables()
    def save(self, commit: bool = True) -> Connection:
        """Store it, its secrets sealed anew; what a test found of another endpoint is forgotten."""
        connection: Connection = super().save(commit=False)
        self.secrets.seal(connection)
        is_another = bool(ENDPOINT & set(self.changed_data))
        if is_another:
            connection.models_seen, connection.tested_at, connection.test_result = [], None, None
        if commit:
            connection.save()
            if is_another:
                seen.forget(connection)
        return connection


def plain(text: str) -> str:
    """What goes into a header of its own: OpenAI-Organization, OpenAI-Project."""
    if len(text) > 200 or not HEADER_VALUE.fullmatch(text):
        raise ValidationError("This goes into a header: use at most 200 characters of plain ASCII.")
    return text
