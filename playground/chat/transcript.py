"""A chat completion as it arrives, and as it is shown: Markdown block by block, tool calls, refusals, reasoning."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from playground.openai.errors import MalformedAnswer
from playground.openai.streams import ChatCompletionStream, Choice
from playground.runs.choices_transcript import ChoicesTranscript
from playground.runs.growing_markdown import MarkdownText, TextSeen, swap

from .messages import Message
from .schemas import answer_schema


@dataclass
class Seen:
    """What one reader has of one choice."""

    text: TextSeen
    reasoning: int
    rest: tuple[Any, ...]


@dataclass
class Position:
    """What one reader has of a completion."""

    choices: dict[int, Seen] = field(default_factory=dict)


class ChoiceView:
    """One choice as HTML. Its ids are `prefix` and `prefix-text`, `-thoughts`, `-reasoning`, `-rest`."""

    def __init__(self, choice: Choice, prefix: str, fit_url: str = "", has_schema: bool = False) -> None:
        self.choice = choice
        self.prefix = prefix
        self.fit_url, self.has_schema = fit_url, has_schema
        self.text = MarkdownText(choice.content, f"{prefix}-text")

    @property
    def looking(self) -> str:
        """Where this choice is looked into: its probabilities, its sound."""
        return self.fit_url.replace("/fit/", "/answers/", 1)

    def html(self) -> str:
        return (
            f'<div id="{self.prefix}-thoughts">{self.thoughts()}</div>'
            f'{self.text.html()}<div id="{self.prefix}-rest">{self.rest()}</div>'
        )

    def thoughts(self) -> str:
        if not self.choice.reasoning:
            return ""
        return (
            '<details class="reasoning" open><summary>Reasoning</summary>'
            f'<div class="reasoning-text" id="{self.prefix}-reasoning" dir="auto">'
            f"{escape(str(self.choice.reasoning))}</div></details>"
        )

    def rest(self) -> str:
        """What is no text: tool calls, a refusal, sound; and why the answer ended, where that is worth a word."""
        if self.choice.is_text_alone:
            return ""
        message = Message(self.choice.result()["message"])
        context = {"fit_url": self.fit_url, "has_schema": self.has_schema, "looking": self.looking}
        return render_to_string("chat/_rest.html", {"message": message, "choice": self.choice, **context})

    def rest_version(self) -> tuple[Any, ...]:
        """Changes when `rest` would."""
        calls = [*self.choice.tool_calls, *filter(None, [self.choice.function_call])]
        counts = (len(self.choice.refusal), len(self.choice.audio_transcript), self.choice.finish_reason)
        return (*counts, *((call.name, len(call.arguments)) for call in calls))

    def seen(self) -> Seen:
        """The position of a reader that has all of it."""
        return Seen(self.text.seen(), len(self.choice.reasoning), self.rest_version())

    def news(self, seen: Seen) -> Iterator[str]:
        """Fragments that bring a reader from `seen` to all of it."""
        yield from self.text.news(seen.text)
        if len(self.choice.reasoning) > seen.reasoning:
            if seen.reasoning:
                new = escape(self.choice.reasoning.since(seen.reasoning))
                yield swap(f"put-last:#{self.prefix}-reasoning", new)
            else:
                yield swap(f"put-in:#{self.prefix}-thoughts", self.thoughts())
        if self.rest_version() != seen.rest:
            yield swap(f"innerHTML:#{self.prefix}-rest", self.rest())


class ChatTranscript(ChoicesTranscript):
    """Folds `chat.completion.chunk` events, or takes a whole `chat.completion`."""

    role = "assistant"

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        count = params.get("n")
        self.stream = ChatCompletionStream(expected=count if isinstance(count, int) else 1)
        self.views: dict[int, ChoiceView] = {}
        self.has_schema = answer_schema(params) is not None

    @property
    def has_output(self) -> bool:
        return any(
            choice.content or choice.refusal or choice.reasoning or choice.tool_calls or choice.function_call
            for choice in self.stream.choices.values()
        )

    def text(self) -> str:
        texts = []
        for _, choice in sorted(self.stream.choices.items()):
            texts += [
                str(choice.content),
                str(choice.refusal),
                *(str(call.arguments) for call in choice.tool_calls),
            ]
        return "\n\n".join(filter(None, texts))

    def as_chunk(self, choice: Any) -> dict[str, Any]:
        if not isinstance(choice, dict) or not isinstance(choice.get("message"), dict):
            raise MalformedAnswer("A choice of the answer has no message.", body=json.dumps(choice)[:2000])
        rest = {name: value for name, value in choice.items() if name != "message"}
        return {**rest, "delta": choice["message"]}

    def settled(self) -> dict[int, ChoiceView]:
        choices = self.stream.choices
        if self.views.keys() != choices.keys():
            self.views = {index: self.views.get(index) or self.view(index) for index in sorted(choices)}
        for view in self.views.values():
            view.text.settle()
        return self.views

    def view(self, index: int) -> ChoiceView:
        prefix, fit_url = f"run-{self.run_id}-c{index}", f"/chat/fit/{self.run_id}/{index}/"
        return ChoiceView(self.stream.choices[index], prefix, fit_url, self.has_schema)

    def answer(self, views: dict[int, ChoiceView]) -> SafeString:
        return render_to_string("chat/_answer.html", {"run_id": self.run_id, "views": views})

    def start(self) -> Position:
        return Position()

    def frame(self, position: Position) -> tuple[str, Position]:
        views = self.settled()
        now = Position({index: view.seen() for index, view in views.items()})
        if position.choices.keys() != now.choices.keys():
            return swap(f"innerHTML:#run-{self.run_id}-answer", self.answer(views)), now
        news = (piece for index, view in views.items() for piece in view.news(position.choices[index]))
        return "".join(news), now

    @property
    def is_behind(self) -> bool:
        views = self.views
        return any(index not in views or views[index].text.is_behind for index in self.stream.choices)

    def close(self) -> None:
        for view in self.views.values():
            view.text.close()

    @property
    def lacks_probabilities(self) -> bool:
        choices = self.stream.choices.values()
        return any(choice.content or choice.refusal for choice in choices) and not any(
            choice.logprobs for choice in choices
        )

    def messages(self) -> list[tuple[int, Message]]:
        """Each choice as a message that the conversation can go on from."""
        return [
            (index, Message(reply(choice.result()["message"])))
            for index, choice in sorted(self.stream.choices.items())
        ]

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        asked = params.get("messages")
        messages = (
            [message for message in asked if isinstance(message, dict)] if isinstance(asked, list) else []
        )
        spoken = [message for message in messages if message.get("role") == "user"] or messages
        return (
            " ".join(part.text for part in Message(spoken[-1]).parts if part.kind == "text") if spoken else ""
        )


def reply(message: dict[str, Any]) -> dict[str, Any]:
    """An answer's message as the API takes it back: sound by its id, without what only answers have."""
    kept = {
        name: message[name]
        for name in ("role", "content", "refusal", "tool_calls", "function_call")
        if message.get(name) is not None
    }
    if audio := message.get("audio"):
        kept["audio"] = {"id": audio.get("id")}
    return {"role": "assistant", "content": None, **kept} if "content" not in kept else kept
