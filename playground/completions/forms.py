"""The declaration of a completion: https://platform.openai.com/docs/api-reference/completions/create"""

from typing import Any

from django import forms

from playground.openai import families
from playground.params.fields import (
    FlagField,
    IntegerField,
    JSONField,
    ListField,
    ModelField,
    Needs,
    NumberField,
    PairsField,
    TextField,
)
from playground.params.forms import OperationForm

from .prompts import MARKER, PromptField

STREAM_OPTIONS = {
    "include_usage": {"include_usage": True},
    "no padding": {"include_usage": True, "include_obfuscation": False},
}
READINGS = (("text", "Text"), ("insert", "Insert"), ("json", "JSON"))


class CompletionForm(OperationForm):
    """All 18 parameters of a completion; `reading` is the page's own: how the editor's text is meant.

    With "insert" the text holds one MARKER: what follows it is sent as `suffix`.
    """

    operation = "create_completion"

    reading = forms.ChoiceField(required=False, choices=READINGS)

    prompt = PromptField(
        kind=list,
        section=None,
        required=True,
        help="Text to go on from, or a JSON list of texts or of token ids.",
    )

    model = ModelField(section="Model", required=True, help="Suggested or typed: any name is sent.")

    temperature = NumberField(
        section="Sampling",
        min=0,
        max=2,
        default=1,
        help="Higher is more varied, lower more focused. Change this or top_p, not both.",
    )
    top_p = NumberField(
        section="Sampling",
        min=0,
        max=1,
        default=1,
        help="Only tokens within this share of the probability. 0.1 means the top 10 %.",
    )
    frequency_penalty = NumberField(
        section="Sampling", min=-2, max=2, default=0, help="Above 0, words used often become less likely."
    )
    presence_penalty = NumberField(
        section="Sampling", min=-2, max=2, default=0, help="Above 0, words used at all become less likely."
    )
    seed = IntegerField(
        section="Sampling", min=-(2**63), max=2**63 - 1, help="The same seed gives mostly the same text."
    )
    logit_bias = PairsField(
        section="Sampling",
        numbers=(-100, 100),
        help="Makes tokens likelier or rarer. By token id, from −100 (never) to 100 (always).",
    )

    max_tokens = IntegerField(
        section="Output",
        min=0,
        default=16,
        help="Upper bound for the text. 0 with echo rates the prompt alone.",
    )
    n = IntegerField(
        section="Output",
        min=1,
        max=128,
        default=1,
        help="How many texts to write for each prompt. Each is billed.",
    )
    best_of = IntegerField(
        section="Output",
        min=1,
        max=20,
        default=1,
        help="Write so many and return the likeliest n. All are billed; cannot be streamed.",
    )
    stop = ListField(
        section="Output",
        max_items=4,
        bare=True,
        help=r"Up to 4 texts at which the completion ends. They are left out themselves; \n is a line break.",
    )
    suffix = TextField(
        section="Output",
        lines=2,
        models=families.ONLY_INSTRUCT,
        help="What comes after the text that is written. In the editor: Insert.",
    )
    echo = FlagField(section="Output", default=False, help="Give the prompt back before the text.")
    logprobs = IntegerField(
        section="Output",
        min=0,
        max=5,
        help="How likely each token was, with so many alternatives. Shows a heat map.",
    )
    stream = FlagField(section="Output", default=False, help="Show the text while it is written.")
    stream_options = JSONField(
        section="Output",
        kind=dict,
        presets=STREAM_OPTIONS,
        needs=Needs("stream", (True,)),
        help="include_usage: a last chunk counts the tokens. Needs stream: true.",
    )

    user = TextField(help="A stable id of your end user.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        prompt = self.fields["prompt"]
        assert isinstance(prompt, PromptField)
        prompt.reading = self.data.get("reading", "")

    def clean(self) -> None:
        if self.cleaned_data.get("reading") == "insert" and isinstance(self.cleaned_data.get("prompt"), str):
            self.split()
        super().clean()

    def split(self) -> None:
        """Make prompt and suffix of the text before and after the marker."""
        before, *after = self.cleaned_data["prompt"].split(MARKER)
        if len(after) != 1:
            there = "there is none" if not after else f"there are {len(after)}"
            self.add_error("prompt", f"prompt needs one {MARKER} where the text goes in: {there}")
        elif self.cleaned_data.get("suffix"):
            self.add_error("suffix", f"suffix stands after {MARKER} in the text already: reset one of them")
        elif not before or not after[0]:
            place = "before" if not before else "after"
            self.add_error("prompt", f"prompt has nothing {place} {MARKER}: write something there")
        else:
            self.cleaned_data |= {"prompt": before, "suffix": after[0]}

    def check(self, params: dict[str, Any]) -> None:
        # What extra_body says is sent as it is, and holds nothing else back.
        own = {name: value for name, value in params.items() if name not in self.extra}
        n, best_of = own.get("n", 1), own.get("best_of", 0)
        if best_of and best_of < n:
            self.add_error("best_of", f"best_of must be {n} or more, because n is {n}")
        elif best_of > n and own.get("stream"):
            self.add_error(
                "best_of", "best_of cannot be streamed when it is more than n: set stream to false"
            )
        if own.get("suffix") and own.get("echo"):
            self.add_error("echo", "echo cannot go with suffix: set echo to false, or reset suffix")
