"""From parameters to a completion: every choice of every prompt, written before anything is sent."""

import time
import uuid
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .. import tokens, writer
from ..catalog import Model
from ..chat.completion import FINGERPRINT
from ..composing import REFUSAL, source_of_chance
from ..inputs import Input
from ..token_ids import END_OF_TEXT
from .choices import Choice, limited

# What ids were read as, when there is no tokenizer to read them.
INVENTED = "(The sandbox has no tokenizer: to it, token ids above 255 are made-up words.) "
# Each leads over to a suffix within the 16 tokens that are written by default.
BRIDGES = (
    " and this sandbox, with no model behind it, leads over to",
    " (a sandbox without a model fills this gap, up to)",
    " – the sandbox has no model to write this part –",
)


@dataclass(slots=True)
class Completion:
    """`written` counts the tokens of all candidates, also of those that were not the best."""

    model: Model
    params: dict[str, Any]
    choices: list[Choice]
    prompt_tokens: int
    written: int
    id: str = field(default_factory=lambda: f"cmpl-{uuid.uuid4().hex[:29]}")
    created: int = field(default_factory=lambda: int(time.time()))

    def head(self) -> dict[str, Any]:
        """What a completion and each of its chunks begin with."""
        head = {"id": self.id, "object": "text_completion", "created": self.created, "model": self.model.id}
        return {**head, "system_fingerprint": FINGERPRINT}

    def as_dict(self) -> dict[str, Any]:
        top = self.params.get("logprobs")
        choices = [choice.as_dict(index, top) for index, choice in enumerate(self.choices)]
        return {**self.head(), "choices": choices, "usage": self.usage()}

    def usage(self) -> dict[str, int]:
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.written,
            "total_tokens": self.prompt_tokens + self.written,
        }


def compose(params: dict[str, Any], model: Model, prompts: list[Input]) -> Completion:
    """Write the choices of each prompt; of `best_of` candidates the likeliest `n` are kept."""
    n, rates = params.get("n", 1), "logprobs" in params or "best_of" in params
    best_of, choices, written = params.get("best_of", n), [], 0
    seeded = {name: value for name, value in params.items() if name not in ("best_of", "echo")}
    for position, prompt in enumerate(prompts):
        candidates = []
        for number in range(best_of):
            rng = source_of_chance({**seeded, "prompt": prompt.text}, position * best_of + number)
            candidates.append(choice_for(prompt, params, model, rng))
            if rates:
                candidates[-1].rate(params.get("logprobs", 0), rng)
        written += sum(len(candidate.pieces) for candidate in candidates)
        if best_of > n:
            candidates.sort(key=Choice.likelihood, reverse=True)
        choices += candidates[:n]
    return Completion(model, params, choices, sum(prompt.tokens for prompt in prompts), written)


def choice_for(prompt: Input, params: dict[str, Any], model: Model, rng: Random) -> Choice:
    pieces, reason = limited(text_for(prompt, params.get("suffix", ""), model, rng), params)
    return Choice(prompt.text, pieces, reason, tokens.split(prompt.text) if params.get("echo") else [])


def text_for(prompt: Input, suffix: str, model: Model, rng: Random) -> str:
    if model.fault == "refusal":
        return f"\n\n{REFUSAL}"
    asked = writer.read([writer.Turn("user", prompt.text.replace(END_OF_TEXT, ""))], [])
    if asked.exact is not None:
        return asked.exact
    if suffix:
        return rng.choice(BRIDGES) + ("" if suffix[0].isspace() else " ")
    gap = "" if prompt.text[-1:].isspace() else "\n\n"
    return gap + (INVENTED if prompt.invented else "") + writer.write(asked, rng)
