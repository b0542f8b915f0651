"""Completions as files: lines for fine-tuning, lines for evaluations, a table."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from playground.spreadsheets import harmless

from .models import Completion
from .opening import as_sent, params_of
from .shapes import answer_text, choice_message

FORMATS = {
    "finetuning": ("Fine-tuning", "jsonl", "application/jsonl"),
    "evaluation": ("Evaluation", "jsonl", "application/jsonl"),
    "csv": ("CSV", "csv", "text/csv; charset=utf-8"),
}
TOOLS = ("tools", "parallel_tool_calls", "functions")
TRAINED = ("role", "content", "name", "tool_calls", "tool_call_id", "function_call")
COLUMNS = (
    "id",
    "created",
    "model",
    "question",
    "answer",
    "tokens_in",
    "tokens_out",
    "finish_reason",
    "verdict",
    "note",
)


def written(completions: Iterable[Completion], format_: str) -> str:
    if format_ == "csv":
        return as_csv(list(completions))
    line = finetuning if format_ == "finetuning" else evaluation
    return "".join(f"{in_a_line(line(kept))}\n" for kept in completions)


def finetuning(kept: Completion) -> dict[str, Any]:
    """The conversation with its answer, and the tools: what supervised fine-tuning takes."""
    params = params_of(kept.body, kept.messages)
    tools: dict[str, Any] = {name: params[name] for name in TOOLS if name in params}
    return {"messages": [trained(one) for one in conversation(kept)], **tools}


def evaluation(kept: Completion) -> dict[str, Any]:
    """An item of a data source for evaluations: the input apart from the answer, with what was said about it."""
    return {
        "item": {
            "id": kept.completion_id,
            "model": kept.model,
            "input": [trained(as_sent(message)) for message in kept.messages],
            "output": answer_text(kept.body),
            "verdict": kept.verdict,
            "note": kept.note,
            "metadata": kept.metadata,
        }
    }


def conversation(kept: Completion) -> Iterator[Any]:
    yield from map(as_sent, kept.messages)
    if message := choice_message(kept.body):
        yield as_sent({"role": "assistant", **message})


def trained(message: Any) -> dict[str, Any]:
    return {name: message[name] for name in TRAINED if name in message} if isinstance(message, dict) else {}


def in_a_line(value: Any) -> str:
    # U+2028 and U+2029 end a line for some readers: they are escaped.
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def as_csv(completions: list[Completion]) -> str:
    """A row each, with a column for each metadata key; no cell is a formula."""
    keys = sorted({key for kept in completions for key in kept.metadata})
    text = StringIO()
    table = csv.writer(text)
    table.writerow([harmless(cell) for cell in (*COLUMNS, *(f"metadata.{key}" for key in keys))])
    for kept in completions:
        created = datetime.fromtimestamp(kept.created, UTC).isoformat() if kept.created else ""
        facts = [kept.completion_id, created, kept.model, kept.question, answer_text(kept.body)]
        counts = ["" if count is None else str(count) for count in (kept.tokens_in, kept.tokens_out)]
        said = [kept.finish_reason, kept.verdict, kept.note]
        labels = [str(kept.metadata.get(key, "")) for key in keys]
        table.writerow([harmless(cell) for cell in (*facts, *counts, *said, *labels)])
    return text.getvalue()
