"""A text completion as it arrives, and as it is shown: tinted, after the text that it goes on from."""

from collections.abc import Iterator
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.openai.completion_stream import CompletionStream, TextChoice
from playground.runs.choices_transcript import ChoicesTranscript
from playground.runs.probabilities import completion_token, listed, token

from .prompts import named, prompts

# How much of the text around a completion its run shows.
AROUND = 400
# Pieces that are rendered in one go.
BITE = 5000


class ChoiceView:
    """One choice as HTML. Its ids are `prefix`, `prefix-text` and `prefix-rest`."""

    def __init__(self, choice: TextChoice, run_id: str, prompt: Any, params: dict[str, Any]) -> None:
        self.choice, self.run_id, self.prompt = choice, run_id, prompt
        self.prefix = f"run-{run_id}-c{choice.index}"
        self.suffix = params["suffix"] if isinstance(params.get("suffix"), str) else ""
        self.rendered: list[str] = []
        self.closed = False
        # What the server repeats of the prompt is shown as prompt, not as its own text.
        self._echo = prompt if params.get("echo") is True and isinstance(prompt, str) else ""

    @property
    def is_behind(self) -> bool:
        return len(self.rendered) < len(self.choice.pieces)

    def settle(self) -> None:
        for text, logprobs in self.choice.pieces[len(self.rendered) :][:BITE]:
            self.rendered.append("".join(self.spans(text, logprobs)))

    def spans(self, text: str, logprobs: dict[str, Any]) -> Iterator[str]:
        """The text, each of its tokens in the colour of its probability where that is known."""
        tokens, chances = listed(logprobs, "tokens"), listed(logprobs, "token_logprobs")
        if not tokens or len(tokens) != len(chances) or "".join(map(str, tokens)) != text:
            yield escape(self.without_echo(text))
            return
        for each, chance in zip(tokens, chances, strict=True):
            if own := self.without_echo(str(each)):
                step = token(0, completion_token(each, chance)).step
                yield f'<span class="token s{step}">{escape(own)}</span>'

    def without_echo(self, text: str) -> str:
        if self._echo.startswith(text):
            self._echo, text = self._echo[len(text) :], ""
        elif text.startswith(self._echo):
            self._echo, text = "", text[len(self._echo) :]
        else:
            self._echo = ""
        return text

    @property
    def before(self) -> str:
        text = named(self.prompt)
        return text if len(text) <= AROUND else f"… {text[-AROUND:]}"

    @property
    def after(self) -> str:
        return self.suffix if len(self.suffix) <= AROUND else f"{self.suffix[:AROUND]} …"

    def html(self) -> SafeString:
        # The parser of a browser does not eat a line break here: it is no <pre>.
        return mark_safe(
            f'<div class="completion" dir="auto" hx-disable>'
            f'<span class="completion-around">{escape(self.before)}</span>'
            f'<mark class="completion-text" id="{self.prefix}-text">{"".join(self.rendered)}</mark>'
            f'<span class="completion-around">{escape(self.after)}</span></div>'
            f'<div id="{self.prefix}-rest">{self.rest()}</div>'
        )

    def rest(self) -> str:
        return render_to_string("completions/_rest.html", {"choice": self.choice, "view": self})

    @property
    def seen(self) -> tuple[int, str | None, bool]:
        """The position of a reader that has all of it."""
        return len(self.rendered), self.choice.finish_reason, self.closed

    def news(self, seen: tuple[int, str | None, bool]) -> Iterator[str]:
        if new := "".join(self.rendered[seen[0] :]):
            yield f'<div hx-swap-oob="put-last:#{self.prefix}-text">{new}</div>'
        if seen[1:] != self.seen[1:]:
            yield f'<div hx-swap-oob="innerHTML:#{self.prefix}-rest">{self.rest()}</div>'


class CompletionTranscript(ChoicesTranscript):
    """Folds `text_completion` chunks, or takes a whole `text_completion`."""

    role = "completion"
    styles = ("css/completions.css",)

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        count, self.prompts = params.get("n"), prompts(params.get("prompt"))
        self.n = count if type(count) is int and count > 0 else 1
        self.stream = CompletionStream(expected=self.n * len(self.prompts))
        self.views: dict[int, ChoiceView] = {}
        self.closed = False

    @property
    def has_output(self) -> bool:
        return any(choice.text for choice in self.stream.choices.values())

    def text(self) -> str:
        texts = (str(choice.text) for _, choice in sorted(self.stream.choices.items()))
        return "\n\n".join(filter(None, texts))

    def settled(self) -> dict[int, ChoiceView]:
        for index, choice in sorted(self.stream.choices.items()):
            if index not in self.views:
                prompt = self.prompts[min(index // self.n, len(self.prompts) - 1)]
                self.views[index] = ChoiceView(choice, self.run_id, prompt, self.params)
            self.views[index].settle()
            self.views[index].closed = self.closed
        return dict(sorted(self.views.items()))

    def answer(self, views: dict[int, ChoiceView]) -> SafeString:
        several = len(self.prompts) > 1
        context = {
            "run_id": self.run_id,
            "views": views,
            "several": several,
            # One text can be gone on with in the editor.
            "in_editor": not several and isinstance(self.prompts[0], str),
            "echo": self.params.get("echo") is True,
        }
        return render_to_string("completions/_answer.html", context)

    def start(self) -> dict[int, Any]:
        return {}

    def frame(self, position: dict[int, Any]) -> tuple[str, dict[int, Any]]:
        views = self.settled()
        now = {index: view.seen for index, view in views.items()}
        if position.keys() != now.keys():
            return f'<div hx-swap-oob="innerHTML:#run-{self.run_id}-answer">{self.answer(views)}</div>', now
        return "".join(piece for index, view in views.items() for piece in view.news(position[index])), now

    @property
    def is_behind(self) -> bool:
        views = self.views
        return any(index not in views or views[index].is_behind for index in self.stream.choices)

    def close(self) -> None:
        # The probabilities are stored together with the run's end: before, nobody could ask for their map.
        self.closed = True

    @property
    def lacks_probabilities(self) -> bool:
        choices = self.stream.choices.values()
        return self.has_output and not any(choice.logprobs for choice in choices)

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        asked = prompts(params.get("prompt"))
        more = f" and {len(asked) - 1:,} more" if len(asked) > 1 else ""
        return f"{named(asked[0])[:160]}{more}"
