"""The declarations of both kinds of realtime session: https://platform.openai.com/docs/api-reference/realtime-sessions"""

from typing import Any, ClassVar, cast

from django import forms

from playground.library.widgets import ToolList
from playground.openai.realtime_shapes import SHAPES, Kind, Shape, secret_request
from playground.params.fields import (
    ChoiceField,
    IntegerField,
    JSONField,
    ListField,
    ModelField,
    NumberField,
    TextField,
    TextOrJSONField,
)
from playground.params.forms import OperationForm
from playground.params.widgets import Suggestions

from . import checks, presets, variants, ways
from .fields import NULL, NullableField
from .widgets import ObjectEditor

FORMATS = ("pcm16", "g711_ulaw", "g711_alaw")
VOICES = ("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar")
LOGPROBS = "item.input_audio_transcription.logprobs"


class SessionForm(OperationForm):
    """What both kinds share. Two fields are the page's own: `shape`, in which of the API's two shapes the same fields
    travel, and `way`, whether sound goes through this server or by WebRTC straight to the provider."""

    kind: ClassVar[Kind]

    shape = forms.ChoiceField(
        required=False, choices=[(shape, shape) for shape in SHAPES], widget=forms.HiddenInput
    )
    way = forms.ChoiceField(
        required=False, choices=[(way, way) for way in ways.WAYS], widget=forms.HiddenInput
    )

    input_audio_format = ChoiceField(
        section="Sound",
        options=FORMATS,
        default="pcm16",
        help="How your voice travels. pcm16 is 24 kHz; g711 is telephone quality and a sixth of the size.",
    )
    input_audio_noise_reduction = NullableField(
        section="Sound",
        editor=ObjectEditor(*variants.NOISE_REDUCTION),
        help="Filters noise before anything listens. Which one depends on where the microphone is.",
    )
    input_audio_transcription = NullableField(
        section="Session",
        editor=ObjectEditor(*variants.TRANSCRIPTION),
        help="Writes down what you say. It guides you; the model hears the sound itself.",
    )
    turn_detection = NullableField(
        section="Session",
        editor=ObjectEditor(*variants.TURN_DETECTION),
        validators=(checks.check_turn_detection,),
        help="How the server notices that your turn begins and ends. null turns it off.",
    )

    def clean_shape(self) -> Shape:
        """The beta where the page does not say: that is what the operation is called."""
        return cast(Shape, self.cleaned_data["shape"] or "beta")

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or ways.SERVER

    @property
    def way_now(self) -> str:
        return str(self["way"].value() or ways.SERVER)

    @property
    def shape_now(self) -> str:
        return str(self["shape"].value() or "beta")

    def request_params(self) -> dict[str, Any]:
        params = super().request_params()
        if isinstance(tools := params.get("tools"), list):
            params["tools"] = [
                checks.flat_function(tool) if isinstance(tool, dict) else tool for tool in tools
            ]
        return {name: None if value is NULL else value for name, value in params.items()}

    def secret_request(self) -> tuple[str, dict[str, Any]]:
        """The operation and the body that mint this session's secret, in its shape."""
        return secret_request(self.kind, self.cleaned_data["shape"], self.request_params())


class RealtimeSessionForm(SessionForm):
    operation = "create_realtime_session"
    kind = "realtime"
    sections = {"Session": True, "Sound": False, "Output": False, "Tools": False, "Advanced": False}

    model = ModelField(section="Session", help="The model that listens and speaks.")
    voice = TextOrJSONField(
        section="Session",
        kind=dict,
        default="alloy",
        widget=Suggestions(VOICES),
        help="How it sounds. A name, or an object with the id of a voice of your own.",
    )
    instructions = TextField(
        section="Session", lines=4, help="How the model should speak and behave: tone, pace, rules."
    )
    modalities = ListField(
        section="Output",
        options=("text", "audio"),
        help="What it answers with. Both speak with a transcript; text alone is silent.",
    )
    output_audio_format = ChoiceField(
        section="Sound",
        options=FORMATS,
        default="pcm16",
        help="How its voice travels. The page plays all three.",
    )
    speed = NumberField(
        section="Sound",
        min=0.25,
        max=1.5,
        step=0.05,
        default=1,
        help="How fast it speaks, between two turns.",
    )
    temperature = NumberField(
        section="Output",
        min=0.6,
        max=1.2,
        default=0.8,
        help="Higher varies more. 0.8 suits speech best. The GA shape has no place for it.",
    )
    max_response_output_tokens = IntegerField(
        section="Output",
        min=1,
        max=4096,
        words=("inf",),
        default="inf",
        help="The longest answer in tokens, calls included: 1 to 4096, or inf.",
    )
    tools = JSONField(
        section="Tools",
        kind=list,
        max_items=128,
        widget=ToolList(presets.TOOLS),
        validators=(checks.check_tools,),
        help="Functions it may call. Those of your library answer in place.",
    )
    tool_choice = TextOrJSONField(
        section="Tools",
        kind=dict,
        default="auto",
        presets=presets.TOOL_CHOICE,
        help="auto, none, required, or one function by an object that names it.",
    )
    tracing = TextOrJSONField(
        kind=dict,
        presets=presets.TRACING,
        help="Keeps a trace in the provider's dashboard: auto, or an object that names it.",
    )
    truncation = TextOrJSONField(
        kind=dict,
        default="auto",
        presets=presets.TRUNCATION,
        help="What is forgotten when the conversation grows too long: auto, disabled or a ratio.",
    )
    prompt = JSONField(
        kind=dict, presets=presets.PROMPT, help="A prompt stored at the provider: its id, version, variables."
    )

    field_order = [
        "shape",
        "model",
        "voice",
        "turn_detection",
        "instructions",
        "input_audio_transcription",
        "temperature",
    ]


class TranscriptionSessionForm(SessionForm):
    operation = "create_realtime_transcription_session"
    kind = "transcription"
    sections = {"Session": True, "Sound": True, "Advanced": False}

    include = ListField(
        section="Session",
        options=(LOGPROBS,),
        help="Adds how sure the model is of each word: its confidence is shown.",
    )
    modalities = ListField(
        options=("text", "audio"),
        help="Part of the beta's form; captions are text all the same. The GA shape has no place for it.",
    )


FORMS: dict[Kind, type[SessionForm]] = {
    "realtime": RealtimeSessionForm,
    "transcription": TranscriptionSessionForm,
}
