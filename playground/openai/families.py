"""Which known models refuse which parameter. A model that matches nothing takes everything."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`refuses` is a regular expression searched in the model's name, the same in Python and JavaScript."""

    refuses: str
    note: str


NOT_REASONING = Rule(r"^(o[1-9]|gpt-5(?!.*chat))", "reasoning models refuse it")
ONLY_REASONING = Rule(r"^(gpt-3|gpt-4|chatgpt-4)", "only reasoning models")
ONLY_AUDIO = Rule(r"^(?!.*audio)(gpt-|o[1-9]|chatgpt-)", "only audio models")
