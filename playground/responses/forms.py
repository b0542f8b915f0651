"""The declaration of a response: https://platform.openai.com/docs/api-reference/responses/create"""

from collections.abc import Callable
from typing import Any

from django import forms

from playground.openai import families
from playground.params.fields import (
    ChoiceField,
    FlagField,
    IntegerField,
    JSONField,
    ListField,
    ModelField,
    Needs,
    NumberField,
    PairsField,
    TextField,
    TextOrJSONField,
)
from playground.params.forms import OperationForm

from . import checks, presets, widgets

Part = dict[str, Any]


class Names(forms.MultipleHiddenInput):
    """A name repeated once a value."""


class NamesField(forms.Field):
    widget = Names

    def to_python(self, value: Any) -> list[str]:
        return [item for item in value or [] if item]


def no_parts(uuids: list[str]) -> list[Part]:
    return []


class ResponseForm(OperationForm):
    """All parameters of a response. `input` is text or items; the files attached to text become its parts.

    `composer_parts` turns the uuids of attached files into content parts; a view passes one that knows their types.
    """

    operation = "create_response"
    sections = {
        "Model": True,
        "Sampling": False,
        "Output": True,
        "Tools": True,
        "Conversation": True,
        "Advanced": False,
    }

    composer_files = NamesField(required=False, label="Files")

    input = TextOrJSONField(
        kind=list,
        section=None,
        required=True,
        validators=(checks.check_input,),
        help="Text, or a JSON list of items: messages, function call outputs and others.",
    )

    model = ModelField(section="Model", required=True, help="Suggested or typed: any name is sent.")
    instructions = TextField(
        section="Model",
        lines=3,
        help="A system message before everything else. It is not carried over to the next response.",
    )
    reasoning = JSONField(
        section="Model",
        kind=dict,
        widget=widgets.Reasoning(presets.REASONING),
        models=families.ONLY_REASONING,
        help="How long a reasoning model thinks, and whether it sums up its thoughts.",
    )

    temperature = NumberField(
        section="Sampling",
        min=0,
        max=2,
        default=1,
        models=families.NOT_REASONING,
        help="Higher is more varied, lower more focused. Change this or top_p, not both.",
    )
    top_p = NumberField(
        section="Sampling",
        min=0,
        max=1,
        default=1,
        models=families.NOT_REASONING,
        help="Leaves only the likeliest tokens. 0.1 keeps those that make up the top 10 %.",
    )
    top_logprobs = IntegerField(
        section="Sampling",
        min=0,
        max=20,
        slider=True,
        models=families.NOT_REASONING,
        help="How many alternatives to return per token. Include message.output_text.logprobs too.",
    )

    text = JSONField(
        section="Output",
        kind=dict,
        widget=widgets.TextFormat(presets.TEXT),
        validators=(checks.check_text,),
        help="Text, any JSON, or JSON that fits your schema; and how verbose.",
    )
    max_output_tokens = IntegerField(
        section="Output", min=16, default="No limit", help="Upper bound for answer and reasoning."
    )
    truncation = ChoiceField(
        section="Output",
        options=("auto", "disabled"),
        default="disabled",
        help="What happens when the context is full. auto drops items in the middle, disabled fails.",
    )
    include = ListField(
        section="Output",
        options=presets.INCLUDES,
        help="What else to return: results, sources, pictures, encrypted reasoning.",
    )
    stream = FlagField(section="Output", default=False, help="Send the answer while it is made.")
    stream_options = JSONField(
        section="Output",
        kind=dict,
        presets=presets.STREAM_OPTIONS,
        needs=Needs("stream", (True,)),
        help="include_obfuscation: false saves bandwidth. Needs stream: true.",
    )

    tools = JSONField(
        section="Tools",
        kind=list,
        max_items=128,
        widget=widgets.Tools(presets.TOOLS),
        validators=(checks.check_tools,),
        help="Functions of yours, and tools that the API runs itself.",
    )
    tool_choice = TextOrJSONField(
        section="Tools",
        kind=dict,
        default="auto",
        presets=presets.TOOL_CHOICE,
        help="none, auto, required, or a named tool. An object names it.",
    )
    parallel_tool_calls = FlagField(
        section="Tools", default=True, help="Whether an answer may call several tools."
    )
    max_tool_calls = IntegerField(
        section="Tools", min=1, help="Upper bound for calls of built-in tools in all. Later ones are ignored."
    )

    previous_response_id = TextField(
        section="Conversation",
        widget=widgets.PreviousResponse(),
        help="The response that this one goes on from. Its input and output come before yours.",
    )
    conversation = TextOrJSONField(
        section="Conversation",
        kind=dict,
        help="A conversation kept upstream, by its id. Not together with previous_response_id.",
    )
    store = FlagField(
        section="Conversation", default=True, help="Keep the response upstream, to go on from it later."
    )
    background = FlagField(
        section="Conversation",
        default=False,
        help="Let it run upstream on its own. A lost connection or a restart loses nothing.",
    )
    metadata = PairsField(
        section="Conversation",
        max_items=16,
        max_key=64,
        max_value=512,
        help="Up to 16 labels to find it by.",
    )
    prompt = JSONField(
        section="Conversation",
        kind=dict,
        presets=presets.PROMPT,
        help="A prompt kept by OpenAI, with its variables. Then model and input may be left out.",
    )

    service_tier = ChoiceField(
        options=("auto", "default", "flex", "scale", "priority", "fast"),
        default="auto",
        help="Which processing tier serves the request. flex is cheaper, priority and fast are quicker.",
    )
    safety_identifier = TextField(
        max_length=64, help="A stable, hashed id of your end user. It traces misuse; up to 64 characters."
    )
    prompt_cache_key = TextField(
        help="Groups requests that begin alike. More of them then comes from the cache."
    )
    prompt_cache_retention = ChoiceField(
        options=("in_memory", "24h"), help="How long a cached prompt may be kept. Deprecated upstream."
    )
    prompt_cache_options = JSONField(
        kind=dict, presets=presets.PROMPT_CACHE_OPTIONS, help="How the cache of prompts is used."
    )
    context_management = JSONField(
        kind=list,
        presets=presets.CONTEXT_MANAGEMENT,
        help="When a long context is compacted by the server.",
    )
    moderation = JSONField(
        kind=dict, presets=presets.MODERATION, help="Moderate input and answer with this model."
    )
    user = TextField(help="Id of your end user. Deprecated: use safety_identifier and prompt_cache_key.")

    def __init__(
        self, *args: Any, composer_parts: Callable[[list[str]], list[Part]] = no_parts, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.composer_parts = composer_parts

    def clean(self) -> None:
        if self.cleaned_data.get("prompt") or "prompt" in self.extra:
            # The prompt may bring both.
            for name in ("model", "input"):
                if self.has_error(name, "required"):
                    self.errors.pop(name)
        self.join_files()
        super().clean()

    def join_files(self) -> None:
        """The attached files stand in one message with the text, or in one of their own after the items."""
        parts = self.composer_parts(self.cleaned_data.get("composer_files") or [])
        if not parts:
            return
        given = self.cleaned_data.get("input")
        if self.has_error("input", "required"):
            self.errors.pop("input")
        before = given if isinstance(given, list) else []
        said = [{"type": "input_text", "text": given}] if isinstance(given, str) else []
        self.cleaned_data["input"] = [*before, {"role": "user", "content": [*said, *parts]}]

    def check(self, params: dict[str, Any]) -> None:
        if {"previous_response_id", "conversation"} <= params.keys() - self.extra.keys():
            self.add_error(
                "conversation", "conversation and previous_response_id exclude each other: reset one of them"
            )
        if params.get("background") and params.get("store") is False and "store" not in self.extra:
            self.add_error("background", "background needs a stored response: reset store or background")
