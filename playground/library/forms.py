from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from playground.params.json_text import write_json

from .checks import findings
from .models import Definition
from .shapes import NAME

PLAIN = {"class": "control", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
JSON_TEXT = {**PLAIN, "class": "control mono", "rows": 3, "dir": "ltr"}


class SchemaText(forms.Field):
    """A schema as text; what it holds is checked by the form, which knows what the schema is for."""

    widget = forms.Textarea(attrs={**JSON_TEXT, "rows": 8, "data-json": True})

    def prepare_value(self, value: Any) -> Any:
        return write_json(value) if isinstance(value, dict) else value


class DefinitionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A function, a custom tool or a schema as a person writes it; the kind is the instance's."""

    use_required_attribute = False

    name = forms.CharField(
        widget=forms.TextInput(attrs={**PLAIN, "class": "control mono", "maxlength": 64}),
        error_messages={"required": "Give it a name, such as get_weather"},
    )
    description = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"class": "control", "rows": 2, "dir": "auto"})
    )
    schema = SchemaText(required=False)
    strict = forms.BooleanField(required=False)
    canned_result = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={**JSON_TEXT, "dir": "auto"})
    )
    automatic = forms.BooleanField(required=False)

    class Meta:
        model = Definition
        fields = ("name", "description", "schema", "strict", "canned_result", "automatic")

    def __init__(self, *args: Any, **options: Any) -> None:
        # In a dialog it stands on a page that has a form of its own.
        super().__init__(*args, **{"auto_id": "definition_%s", **options})
        self.fields["schema"].label = self.instance.schema_name
        for field in self:
            field.field.widget.attrs["aria-describedby"] = f"{field.auto_id}_error {field.auto_id}_help"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not NAME.fullmatch(name):
            raise ValidationError(
                "The name takes letters, digits, _ and - only, 64 at most: no spaces, no dots"
            )
        others = Definition.objects.filter(
            owner_id=self.instance.owner_id, kind=self.instance.kind, name=name
        )
        if others.exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                f"The library has a {self.instance.get_kind_display().lower()} {name} already"
            )
        return name

    def clean_schema(self) -> dict[str, Any] | None:
        found = findings(self.cleaned_data["schema"] or "", is_strict=False)
        if found.problem and self.instance.kind != Definition.Kind.CUSTOM:
            raise ValidationError(found.problem)
        if found.schema is None and (found.problem or self.instance.kind == Definition.Kind.SCHEMA):
            raise ValidationError(found.problem or "Write the schema that answers have to fit")
        schema: dict[str, Any] | None = found.schema
        return schema
