"""The declarations of transcription and translation: https://platform.openai.com/docs/api-reference/audio"""

import re
from typing import Any, ClassVar

from django import forms

from playground.openai import families
from playground.params.fields import (
    ChoiceField,
    FileField,
    FlagField,
    ListField,
    ModelField,
    Needs,
    NumberField,
    TextField,
    TextOrJSONField,
)
from playground.params.forms import OperationForm

ACCEPT = (
    "audio/*,video/*,.flac,.mp3,.mp4,.mpeg,.mpga,.m4a,.ogg,.oga,.opus,.wav,.webm,.aac,.aiff,.amr,.mov,.mkv"
)
FORMATS = ("json", "text", "srt", "verbose_json", "vtt")
# What these answer with is stated; all others decide for themselves.
ONLY_JSON = re.compile(r"^gpt-4o(-mini)?-transcribe(?!-diarize)")
DIARIZES = re.compile(r"-diarize")
ORDERS = [("", "side by side"), ("in_order", "in order, with the last words before")]
PARTS = [("", "when needed"), *((str(n), f"{n} minute{'s' * (n > 1)}") for n in (1, 5, 10, 20))]


class RecordingForm(OperationForm):
    """What both operations take. Two are the page's own: `parts`, how many minutes a part has at most, and their
    `order`."""

    sections: ClassVar[dict[str, bool]] = {"Model": True, "Output": True, "Sampling": True, "Advanced": False}

    parts = forms.ChoiceField(
        choices=PARTS,
        required=False,
        label="Cut into parts",
        widget=forms.Select({"title": "Parts are sent and put together again"}),
    )
    order = forms.ChoiceField(choices=ORDERS, required=False, label="Send parts")

    file = FileField(
        section=None, required=True, accept=ACCEPT, help="Sound, or a film with sound, in any common format."
    )
    model = ModelField(section="Model", required=True, help="Suggested or typed: any name is sent.")

    @property
    def part_seconds(self) -> float:
        """How long a part may be by the person's choice; 0 leaves it to size and model."""
        return 60.0 * int(self.cleaned_data.get("parts") or 0)

    @property
    def in_order(self) -> bool:
        return bool(self.cleaned_data.get("order"))

    def check(self, params: dict[str, Any]) -> None:
        wanted = params.get("response_format")
        model = str(params.get("model") or "")
        if self.in_order and DIARIZES.search(model):
            self.add_error(
                "order", f"{model} takes no prompt to carry words on with: send parts side by side"
            )
        if ONLY_JSON.search(model) and wanted not in (None, "json"):
            self.add_error("response_format", f"response_format must be json for {model}: choose or reset it")


class TranscriptionForm(RecordingForm):
    """All parameters of a transcription."""

    operation = "create_transcription"

    language = TextField(
        section="Model",
        suggestions=(
            "en",
            "de",
            "fr",
            "es",
            "it",
            "pt",
            "nl",
            "pl",
            "uk",
            "tr",
            "ar",
            "hi",
            "ja",
            "ko",
            "zh",
        ),
        help="The language spoken, as an ISO-639-1 code. Better and faster with it.",
    )
    prompt = TextField(
        section="Model",
        lines=3,
        models=families.NOT_DIARIZE,
        help="Names and spellings to expect. In the language of the audio; every part gets it.",
    )
    keywords = ListField(
        section="Model",
        models=families.ONLY_GPT_TRANSCRIBE,
        help="Words that are likely to be said, such as names.",
    )
    languages = ListField(
        section="Model",
        models=families.ONLY_GPT_TRANSCRIBE,
        help="The languages that may be spoken, as ISO-639-1 codes.",
    )
    response_format = ChoiceField(
        section="Output",
        options=(*FORMATS, "diarized_json"),
        default="json",
        help="verbose_json has times and confidence. diarized_json has speakers.",
    )
    timestamp_granularities = ListField(
        name="timestamp_granularities[]",
        section="Output",
        options=("segment", "word"),
        models=families.ONLY_WHISPER,
        needs=Needs("response_format", ("verbose_json",)),
        help="Times of segments, words or both. Only with verbose_json.",
    )
    include = ListField(
        name="include[]",
        section="Output",
        options=("logprobs",),
        models=families.ONLY_TRANSCRIBE_LOGPROBS,
        help="logprobs tells how sure the model is of each word. Only with json.",
    )
    stream = FlagField(
        section="Output",
        default=False,
        models=families.NOT_WHISPER,
        help="Text appears as it is heard.",
    )
    temperature = NumberField(
        section="Sampling", min=0, max=1, default=0, help="0 raises itself until the text looks sure."
    )
    chunking_strategy = TextOrJSONField(
        section="Advanced",
        kind=dict,
        models=families.NOT_WHISPER,
        help='"auto", or settings of voice detection. Needed to tell speakers beyond 30 s.',
    )
    known_speaker_names = ListField(
        name="known_speaker_names[]",
        section="Advanced",
        max_items=4,
        models=families.ONLY_DIARIZE,
        help="Up to 4 names, one for each reference.",
    )
    known_speaker_references = ListField(
        name="known_speaker_references[]",
        section="Advanced",
        max_items=4,
        models=families.ONLY_DIARIZE,
        help="Up to 4 samples of 2 to 10 s as data URLs. Or playground-file: and the id of a file.",
    )

    def check(self, params: dict[str, Any]) -> None:
        super().check(params)
        wanted = params.get("response_format")
        if params.get("include[]") and wanted not in (None, "json"):
            self.add_error(
                "include", "include[] needs response_format: json. Set that too, or reset include[]"
            )


class TranslationForm(RecordingForm):
    """All parameters of a translation into English."""

    operation = "create_translation"

    prompt = TextField(
        section="Model", lines=3, help="Names and spellings to expect. In English; every part gets it."
    )
    response_format = ChoiceField(
        section="Output", options=FORMATS, default="json", help="verbose_json has times and confidence."
    )
    temperature = NumberField(
        section="Sampling", min=0, max=1, default=0, help="0 raises itself until the text looks sure."
    )


FORM_OF: dict[str, type[RecordingForm]] = {
    form.operation: form for form in (TranscriptionForm, TranslationForm)
}
