"""The declaration of speech: https://platform.openai.com/docs/api-reference/audio/createSpeech"""

from typing import Any

from playground.openai import families
from playground.params import widgets
from playground.params.fields import ChoiceField, ModelField, NumberField, TextField, TextOrJSONField
from playground.params.forms import OperationForm

from .parts import MOST, MOST_PARTS
from .voices import FORMATS, VOICES


class VoiceField(TextOrJSONField):
    """A voice's name, or {"id": "…"} for one of one's own."""

    def checked(self, value: Any) -> Any:
        if isinstance(value, dict) and not isinstance(value.get("id"), str):
            self.refuse('needs an id when it is an object: {"id": "voice_…"}')
        return super().checked(value)


class SpeechForm(OperationForm):
    """All parameters of speech. An `input` that is too long for one request is spoken in parts."""

    operation = "create_speech"
    sections = {"Model": True, "Output": True, "Advanced": False}

    input = TextField(
        section=None,
        required=True,
        lines=6,
        max_length=MOST * MOST_PARTS,
        help="What is said. Over 4,096 characters it is cut at sentences and joined again.",
    )
    model = ModelField(section="Model", required=True, help="Suggested or typed: any name is sent.")
    voice = VoiceField(
        kind=dict,
        section="Model",
        required=True,
        widget=widgets.Suggestions(VOICES),
        help='Suggested or typed; {"id": "voice_…"} for one of your own.',
    )
    instructions = TextField(
        section="Model",
        lines=4,
        max_length=MOST,
        models=families.NOT_TTS_1,
        help="How it is said: tone, pace, accent, mood.",
    )
    response_format = ChoiceField(
        section="Output",
        options=FORMATS,
        default="mp3",
        help="What comes; pcm is bare samples, 24 kHz, 16 bit.",
    )
    speed = NumberField(
        section="Output", min=0.25, max=4, step=0.05, default=1, help="From a quarter to four times as fast."
    )
    stream_format = ChoiceField(
        section="Output",
        options=("audio", "sse"),
        default="audio",
        models=families.NOT_TTS_1,
        help="sse sends the sound in events, the last with the token counts.",
    )
