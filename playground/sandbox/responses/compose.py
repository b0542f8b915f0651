"""From parameters to the whole response: all that it consists of is decided before anything is sent."""

import base64
from typing import Any

from .. import faults, tokens, writer
from ..catalog import Model
from ..composing import REFUSAL, THINKING, source_of_chance, structured
from ..instances import Unsatisfiable
from ..strings import Hints
from ..writer import Prompt
from . import hosted
from .actions import actions
from .context import Context, Item, new_id
from .frame import Response, frame, usage
from .window import CONTEXT_WINDOW, within_window

PIECES_BEFORE_FAILURE = 8
Params = dict[str, Any]


def compose(params: Params, model: Model, context: Context) -> Response:
    """The finished response. Pictures are decoded and painted here, so call it off the event loop."""
    return Composer(params, model, context).response()


class Composer:
    def __init__(self, params: Params, model: Model, context: Context) -> None:
        self.params, self.model, self.context = params, model, context
        findings = context.look()
        extra = sum(finding.tokens for finding in findings) + tokens.count(
            str(params.get("tools", "")), CONTEXT_WINDOW
        )
        drop, pinned = params.get("truncation") == "auto", 1 if context.instructions else 0
        turns, self.read = within_window(context.turns(), extra, drop, pinned)
        self.prompt = writer.read(turns, [finding.sentence for finding in findings])
        self.rng = source_of_chance({**params, "input": [(turn.role, turn.text) for turn in turns]}, 0)
        self.left: int | None = params.get("max_output_tokens")
        self.cut = False
        self.written = 0

    def response(self) -> Response:
        made = frame(self.params, self.model)
        output, thought = self.think()
        if not self.cut:
            output += self.answer()
        last = output[-1] if output else None
        if self.cut:
            made["status"] = "incomplete"
            made["incomplete_details"] = {"reason": "max_output_tokens"}
        elif self.model.fault == "error-in-stream":
            made["status"] = "failed"
            made["error"] = {"code": "server_error", "message": faults.SERVER_ERROR}
        else:
            made["status"] = "completed"
            made["completed_at"] = made["created_at"]
        if last and last["type"] == "message" and made["status"] != "completed":
            last["status"] = "incomplete"
        made["output"] = output
        made["usage"] = usage(self.read, self.written + thought, thought)
        return made

    def think(self) -> tuple[list[Item], int]:
        """The reasoning item, and how many tokens went into it."""
        reasoning = self.params.get("reasoning", {})
        effort = reasoning.get("effort") or "medium"
        if not self.model.reasons or effort == "none":
            return [], 0
        spent = THINKING[effort]
        if self.left is not None:
            spent = min(spent, self.left)
            self.left -= spent
            self.cut = self.left == 0
        item = {
            "id": new_id("rs"),
            "type": "reasoning",
            "summary": summaries(self.prompt, reasoning),
            "encrypted_content": base64.b64encode(self.rng.randbytes(96)).decode(),
        }
        return [item], spent

    def answer(self) -> list[Item]:
        if self.model.fault == "refusal":
            return [self.message(REFUSAL, refused=True)]
        done = actions(self.params, self.context, self.prompt, self.rng)
        self.written += done.written
        if done.waits:
            return done.items
        return [*done.items, self.say(done.families)]

    def say(self, families: set[str]) -> Item:
        text = self.params.get("text", {})
        wanted = text.get("format") or {"type": "text"}
        if self.prompt.exact is not None:
            return self.message(self.prompt.exact)
        if wanted["type"] != "text":
            hints = Hints.of(self.prompt.text, self.prompt.words)
            try:
                return self.message(structured(wanted.get("schema"), self.prompt, hints, self.rng))
            except Unsatisfiable as unsatisfiable:
                return self.message(str(unsatisfiable), refused=True)
        at_least = (self.left or 0) if self.model.speed is None else 0
        verbosity = text.get("verbosity") or "medium"
        words = writer.write(self.prompt, self.rng, verbosity=verbosity, at_least=at_least)
        return self.message(*hosted.annotated(words, families, self.prompt))

    def message(self, text: str, annotations: list[Item] | None = None, refused: bool = False) -> Item:
        """The message, as long as it may be."""
        pieces = tokens.split(text)
        if self.model.fault == "error-in-stream":
            pieces = pieces[:PIECES_BEFORE_FAILURE]
        if self.left is not None and len(pieces) > self.left:
            pieces, self.cut = pieces[: self.left], True
        self.written += len(pieces)
        said = "".join(pieces)
        part: Item = {"type": "refusal", "refusal": said}
        if not refused:
            kept = [one for one in annotations or () if ends_at(one) <= len(said)]
            part = {"type": "output_text", "annotations": kept, "logprobs": self.rated(pieces), "text": said}
        kind = {"id": new_id("msg"), "type": "message", "status": "completed", "role": "assistant"}
        return {**kind, "content": [part]}

    def rated(self, pieces: list[str]) -> list[dict[str, Any]]:
        if "message.output_text.logprobs" not in self.params.get("include", ()):
            return []
        return tokens.logprobs(pieces, self.params.get("top_logprobs", 0), self.rng)


def ends_at(annotation: Item) -> int:
    return int(annotation.get("end_index") or annotation["index"])


def summaries(prompt: Prompt, reasoning: dict[str, Any]) -> list[Item]:
    wanted = reasoning.get("summary") or reasoning.get("generate_summary")
    if not wanted:
        return []
    texts = [
        f"**Reading the request**\n\nThe sandbox does not reason; it counted the words about {prompt.subject}.",
        "**Choosing a shape**\n\nA template is picked by the words of the request and by chance.",
    ]
    return [{"type": "summary_text", "text": text} for text in texts[: 2 if wanted == "detailed" else 1]]
