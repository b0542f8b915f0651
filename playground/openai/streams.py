"""Folding the chunks of a streamed chat completion into the object that comes without streaming.

Reference: https://platform.openai.com/docs/api-reference/chat-streaming
"""

from playground.openai.choices import Choice
from playground.openai.choices_stream import DONE, ChoicesStream
from playground.openai.growing import GrowingText
from playground.openai.tool_calls import ToolCall

__all__ = ["DONE", "ChatCompletionStream", "Choice", "GrowingText", "ToolCall"]


class ChatCompletionStream(ChoicesStream[Choice]):
    """Folds chunks of `POST /chat/completions` with `stream: true`. `expected` is the request's `n`."""

    object = "chat.completion"
    most_choices = 1024  # Eight times what the API gives.

    def new_choice(self, index: int) -> Choice:
        return Choice(index)
