"""What a completion goes on from: a text, several, an array of token ids, or several of those."""

from typing import Any

from playground.params.fields import TextOrJSONField
from playground.params.json_text import JSONTextError, read_json, write_json

# Where a completion is inserted, in the text of the editor.
MARKER = "[insert]"
MOST = 2048
SHOWN_TOKENS = 12


class PromptField(TextOrJSONField):
    """Text as it is typed, or JSON: a list of texts, of token ids, or of lists of those.

    `reading` is the page's word on which of the two it is; without one, a text in quotes or brackets that is JSON
    is taken for it.
    """

    reading = ""

    def to_text(self, value: Any) -> str:
        return value if isinstance(value, str) and reads_as_text(value) else write_json(value)

    def to_python(self, value: Any) -> Any:
        if self.reading in ("text", "insert"):
            return value.replace("\r\n", "\n") or None if value else None
        return super().to_python(value)

    def read(self, text: str) -> Any:
        if self.reading == "json":
            return super(TextOrJSONField, self).read(text)
        if text.lstrip().startswith("["):
            return super().read(text)
        # As browsers post them, lines end in CRLF.
        typed = text.replace("\r\n", "\n")
        return typed if reads_as_text(typed) else read_json(typed)

    def checked(self, value: Any) -> Any:
        if words := problem(value):
            self.refuse(words)
        return value


def reads_as_text(text: str) -> bool:
    """Whether nobody would take this for JSON. Blank text is written as JSON, so that it is not taken for none."""
    if not text.strip() or "\r\n" in text or text.lstrip().startswith("["):
        return False
    if not text.lstrip().startswith('"'):
        return True
    try:
        return not isinstance(read_json(text), str)
    except JSONTextError:
        return True


def is_tokens(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(type(item) is int and item >= 0 for item in value)


def problem(value: Any) -> str:
    """Why the API would refuse this prompt; empty when it would not."""
    if isinstance(value, str) or is_tokens(value):
        return ""
    if not isinstance(value, list) or not value:
        return "must be text, a list of texts, or lists of token ids"
    if len(value) > MOST:
        return f"takes at most {MOST:,} prompts: there are {len(value):,}"
    for number, item in enumerate(value, 1):
        if not isinstance(item, str) and not is_tokens(item):
            return f"item {number:,} is neither a text nor a list of token ids"
    kinds = {type(item) for item in value}
    return "holds texts and token ids together: send one kind at a time" if len(kinds) > 1 else ""


def prompts(value: Any) -> list[Any]:
    """The prompts one by one: an array of token ids is one."""
    return value if isinstance(value, list) and not is_tokens(value) else [value]


def named(prompt: Any) -> str:
    """One prompt as a person recognises it."""
    if isinstance(prompt, str):
        return prompt
    ids = prompt if isinstance(prompt, list) else []
    more = f" … {len(ids):,} in all" if len(ids) > SHOWN_TOKENS else ""
    return f"tokens {' '.join(str(each) for each in ids[:SHOWN_TOKENS])}{more}" if ids else ""
