"""What a person types about prompts."""

from typing import Any

from django import forms

from playground.accounts.models import User

from .models import Prompt

RECENT = 30


class NameForm(forms.Form):
    name = forms.CharField(
        max_length=200,
        error_messages={
            "required": "Give the prompt a name",
            "max_length": "The name must be 200 characters or fewer",
        },
    )


class SaveForm(NameForm):
    """Where to keep a request: under a new name, or as a new version of `prompt`."""

    prompt = forms.ModelChoiceField(
        Prompt.objects.none(),
        to_field_name="uuid",
        required=False,
        error_messages={"invalid_choice": "This prompt is gone: save under a name"},
    )
    note = forms.CharField(
        required=False,
        max_length=300,
        error_messages={"max_length": "The note must be 300 characters or fewer"},
    )

    prefix = "save"
    use_required_attribute = False

    def __init__(self, owner: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["prompt"].queryset = Prompt.objects.for_user(owner)  # type: ignore[attr-defined]
        self.fields["name"].required = False
        self.recent = list(
            Prompt.objects.for_user(owner).exclude(latest=None).order_by("-latest_id")[:RECENT]
        )

    def clean(self) -> None:
        if not self.cleaned_data.get("prompt") and not self.errors and not self.cleaned_data.get("name"):
            self.add_error("name", "Give the prompt a name")
