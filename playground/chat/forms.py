"""The form of the chat page: the parameters of a chat completion, and the message in the composer."""

from collections.abc import Callable
from typing import Any

from django import forms

from playground.chat import checks
from playground.prompts import variables

from .parameters import ChatParameters

Part = dict[str, Any]


def kept_nowhere(reference: str) -> list[Any] | None:
    return None if reference else []


def image_parts(uuids: list[str]) -> list[Part]:
    return [{"type": "image_url", "image_url": {"url": f"playground-file:{uuid}"}} for uuid in uuids]


class Names(forms.MultipleHiddenInput):
    """A name repeated once a value."""


class NamesField(forms.Field):
    widget = Names

    def to_python(self, value: Any) -> list[str]:
        return [item for item in value or [] if item]


class ChatCompletionForm(ChatParameters):
    """All parameters of a chat completion, and the composer, whose text becomes the last message.

    `composer_parts` turns the uuids of attached files into content parts; a view passes one that knows
    their types. `earlier` gives the messages that the page only names, None when they are not kept any more. The
    variables in its texts are filled in from controls named `variable_<name>`, and each needs a value unless
    `needs_values` is false. A page that opens a prompt shows the inputs of its `template` with `values`.
    """

    operation = "create_chat_completion"

    composer = forms.CharField(required=False, strip=False, widget=forms.Textarea, label="Message")
    composer_role = forms.CharField(required=False, initial="user", label="Role")
    composer_files = NamesField(required=False, label="Files")

    earlier = forms.CharField(required=False, widget=forms.HiddenInput)
    conversation = forms.CharField(required=False, widget=forms.HiddenInput)
    parent = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        composer_parts: Callable[[list[str]], list[Part]] = image_parts,
        earlier: Callable[[str], list[Any] | None] = kept_nowhere,
        template: dict[str, Any] | None = None,
        values: dict[str, str] | None = None,
        needs_values: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.composer_parts, self.earlier_messages = composer_parts, earlier
        self.template, self.needs_values = template or {}, needs_values
        self.values = {**(values or {}), **variables.typed(self.data)}

    def template_params(self) -> dict[str, Any]:
        """What a prompt keeps: the parameters as they were written, their variables not filled in."""
        return super().request_params()

    def request_params(self) -> dict[str, Any]:
        return variables.filled(self.template_params(), self.values)

    @property
    def variable_inputs(self) -> list[variables.Input]:
        """An input for each variable in the form's texts, as far as they can be read."""
        errors = self.errors  # asking for them reads what was posted
        params = self.template_params() if self.is_bound else self.template
        return variables.inputs(params, self.values, errors)

    def clean(self) -> None:
        if "messages" in self.cleaned_data:
            self.join_messages()
        super().clean()
        if self.needs_values:
            for name in variables.names(self.template_params()):
                self.check_value(name)

    def join_messages(self) -> None:
        """The earlier messages, those on the page, and the one in the composer."""
        earlier = self.earlier_messages(self.cleaned_data.get("earlier") or "")
        if earlier is None:
            self.add_error("messages", "The earlier messages are not kept here any more: open another branch")
            return
        before = [*earlier, *(self.cleaned_data["messages"] or [])]
        message = self.composed()
        if message and message["role"] == "tool":
            self.answer(message, before)
        if before or message:
            self.cleaned_data["messages"] = [*before, *([message] if message else [])]

    def check_value(self, name: str) -> None:
        if not self.values.get(name):
            control = f"{variables.CONTROL}{name}"
            self.fields[control] = forms.CharField(required=False)
            self.add_error(
                control, f"{name} has no value: type one, or write \\{{{{{name}}}}} to send it as it is"
            )

    def composed(self) -> dict[str, Any] | None:
        """The message in the composer, None when nothing is there."""
        text = (self.cleaned_data.get("composer") or "").replace("\r\n", "\n")
        attached = self.cleaned_data.get("composer_files")
        files = self.composer_parts(attached) if attached else []
        role = self.cleaned_data.get("composer_role") or "user"
        if not files:
            return {"role": role, "content": text} if text.strip() else None
        said = [{"type": "text", "text": text}] if text.strip() else []
        return {"role": role, "content": [*said, *files]}

    def answer(self, message: dict[str, Any], before: list[Any]) -> None:
        """A tool's message answers the first call that is still open."""
        if call := checks.open_tool_call(before):
            message["tool_call_id"] = call
        else:
            self.add_error("composer", "No tool call is waiting for an answer: choose another role")

    def check(self, params: dict[str, Any]) -> None:
        if not params.get("messages") and not {"messages"} & (self.errors.keys() | self.extra.keys()):
            self.add_error("composer", "Write a message: the conversation is empty")
        speaks = "modalities" not in self.extra and "audio" in (params.get("modalities") or ())
        if speaks and "audio" not in params:
            self.add_error("modalities", "modalities with audio needs audio: set a voice and a format")
