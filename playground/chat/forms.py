"""The declaration of a chat completion: https://platform.openai.com/docs/api-reference/chat/create"""

from collections.abc import Callable
from typing import Any

from django import forms

from playground.chat import checks, presets
from playground.library import widgets
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
from playground.prompts import variables

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


class ChatCompletionForm(OperationForm):
    """All parameters of a chat completion, and the composer, whose text becomes the last message.

    `composer_parts` turns the uuids of attached files into content parts; a view passes one that knows
    their types. `earlier` gives the messages that the page only names, None when they are not kept any more. The
    variables in its texts are filled in from controls named `variable_<name>`, and each needs a value unless
    `needs_values` is false. A page that opens a prompt shows the inputs of its `template` with `values`.
    """

    operation = "create_chat_completion"
    sections = {
        "Model": True,
        "Sampling": True,
        "Output": True,
        "Tools": False,
        "Storage": False,
        "Advanced": False,
    }

    composer = forms.CharField(required=False, strip=False, widget=forms.Textarea, label="Message")
    composer_role = forms.CharField(required=False, initial="user", label="Role")
    composer_files = NamesField(required=False, label="Files")

    earlier = forms.CharField(required=False, widget=forms.HiddenInput)
    conversation = forms.CharField(required=False, widget=forms.HiddenInput)
    parent = forms.CharField(required=False, widget=forms.HiddenInput)

    messages = JSONField(
        kind=list,
        section=None,
        validators=(checks.check_messages,),
        help="The conversation, oldest message first.",
    )

    model = ModelField(section="Model", required=True, help="Suggested or typed: any name is sent.")
    reasoning_effort = ChoiceField(
        section="Model",
        options=("none", "minimal", "low", "medium", "high", "xhigh", "max"),
        default="medium",
        models=families.ONLY_REASONING,
        help="How long a reasoning model thinks. Not every model takes every level.",
    )
    verbosity = ChoiceField(
        section="Model",
        options=("low", "medium", "high"),
        default="medium",
        models=families.ONLY_VERBOSE,
        help="Shorter or longer answers to the same prompt.",
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
    frequency_penalty = NumberField(
        section="Sampling",
        min=-2,
        max=2,
        default=0,
        models=families.NOT_REASONING,
        help="Above 0, words used often become less likely.",
    )
    presence_penalty = NumberField(
        section="Sampling",
        min=-2,
        max=2,
        default=0,
        models=families.NOT_REASONING,
        help="Above 0, words used at all become less likely. New topics come up sooner.",
    )
    seed = IntegerField(
        section="Sampling",
        min=-(2**63),
        max=2**63 - 1,
        help="The same seed gives mostly the same answer. Deprecated.",
    )
    logit_bias = PairsField(
        section="Sampling",
        numbers=(-100, 100),
        models=families.NOT_REASONING,
        help="Makes tokens likelier or rarer. By token id, from −100 (never) to 100 (always).",
    )

    max_completion_tokens = IntegerField(
        section="Output",
        min=1,
        default="No limit",
        help="Upper bound for answer and reasoning.",
    )
    n = IntegerField(
        section="Output",
        min=1,
        max=128,
        default=1,
        help="How many answers to write. Each is billed.",
    )
    stop = ListField(
        section="Output",
        max_items=4,
        bare=True,
        models=families.NOT_REASONING,
        help=r"Up to 4 texts at which the answer ends. They are left out themselves; \n is a line break.",
    )
    response_format = JSONField(
        section="Output",
        kind=dict,
        widget=widgets.ResponseFormat(presets.RESPONSE_FORMAT),
        validators=(checks.check_typed("response_format"),),
        help="Text, any JSON, or JSON that fits your schema.",
    )
    modalities = ListField(
        section="Output",
        options=("text", "audio"),
        help="What the answer is made of. Audio needs audio set.",
    )
    audio = JSONField(
        section="Output",
        kind=dict,
        presets=presets.AUDIO,
        validators=(checks.check_audio,),
        models=families.ONLY_AUDIO,
        help="Voice and file format of a spoken answer.",
    )
    logprobs = FlagField(
        section="Output",
        default=False,
        models=families.NOT_REASONING,
        help="Return how likely each token was.",
    )
    top_logprobs = IntegerField(
        section="Output",
        min=0,
        max=20,
        slider=True,
        needs=Needs("logprobs", (True,)),
        models=families.NOT_REASONING,
        help="How many alternatives to return per token. Needs logprobs: true.",
    )
    stream = FlagField(section="Output", default=False, help="Send the answer while it is written.")
    stream_options = JSONField(
        section="Output",
        kind=dict,
        presets=presets.STREAM_OPTIONS,
        needs=Needs("stream", (True,)),
        help="include_usage: a last chunk counts the tokens. Needs stream: true.",
    )

    tools = JSONField(
        section="Tools",
        kind=list,
        max_items=128,
        widget=widgets.ToolList(presets.TOOLS),
        validators=(checks.check_tools,),
        help="Up to 128 functions or custom tools to call.",
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
    web_search_options = JSONField(
        section="Tools",
        kind=dict,
        presets=presets.WEB_SEARCH_OPTIONS,
        models=families.ONLY_SEARCH,
        help="Lets a search model look on the web first. {} searches with the defaults.",
    )

    store = FlagField(
        section="Storage",
        default=False,
        help="Keep the completion upstream, to review later.",
    )
    metadata = PairsField(
        section="Storage",
        max_items=16,
        max_key=64,
        max_value=512,
        needs=Needs("store", (True,)),
        help="Up to 16 labels to find it by. Needs store: true.",
    )

    service_tier = ChoiceField(
        options=("auto", "default", "flex", "scale", "priority", "fast"),
        default="auto",
        help="Which processing tier serves the request. flex is cheaper, priority and fast are quicker.",
    )
    prediction = JSONField(
        kind=dict,
        presets=presets.PREDICTION,
        validators=(checks.check_typed("prediction"),),
        help="Text you expect in the answer. A file with few changes is written faster.",
    )
    moderation = JSONField(
        kind=dict,
        presets=presets.MODERATION,
        help="Moderate input and answer with this model.",
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
    user = TextField(help="Id of your end user. Deprecated: use safety_identifier and prompt_cache_key.")
    max_tokens = IntegerField(
        min=1,
        models=families.NOT_REASONING,
        help="Upper bound for the answer. Deprecated: use max_completion_tokens.",
    )
    functions = JSONField(
        kind=list,
        max_items=128,
        presets=presets.FUNCTIONS,
        validators=(checks.check_functions,),
        help="Functions the model may call. Deprecated: use tools.",
    )
    function_call = TextOrJSONField(
        kind=dict,
        presets=presets.FUNCTION_CALL,
        help="none, auto or a function. Deprecated: use tool_choice.",
    )

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
        files = self.composer_parts(self.cleaned_data.get("composer_files") or [])
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
