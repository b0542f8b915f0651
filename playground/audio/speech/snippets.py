"""The code of a text in parts: every part is sent, each into a file of its own."""

from typing import Any, NamedTuple

from playground.openai.export import export
from playground.openai.literals import Code, Language, literal
from playground.runs.code import LANGUAGES, endpoint_of, shown
from playground.runs.models import Run


class Loop(NamedTuple):
    """How a language goes through `parts`, and the name that it gives to the file of each; % is its ending."""

    parts: str
    head: str
    indent: str
    end: str
    file: str


LOOPS: dict[Language, Loop] = {
    "python": Loop(
        "parts = {}", "for number, part in enumerate(parts, 1):", "    ", "", 'f"speech-{number}.%s"'
    ),
    "javascript": Loop(
        "const parts = {};",
        "for (const [index, part] of parts.entries()) {",
        "  ",
        "}\n",
        "`speech-${index + 1}.%s`",
    ),
}


def codes(run: Run, parts: list[str]) -> list[dict[str, Any]]:
    """For each language what `runs.code` gives for one request."""
    return [
        shown(loop(run, parts, language) if language in LOOPS else commands(run, parts), language)
        for language in LANGUAGES
    ]


def commands(run: Run, parts: list[str]) -> str:
    """A POSIX shell has no lists: a command for each part."""
    requests = [exported(run, part, "curl") for part in parts]
    named = [
        text.replace("--output speech.", f"--output speech-{at}.") for at, text in enumerate(requests, 1)
    ]
    return "\n".join(named)


def loop(run: Run, parts: list[str], language: Language) -> str:
    way = LOOPS[language]
    client, _, call = exported(run, Code("part"), language).rpartition("\n\n")
    before, found, after = call.rpartition('"speech.')
    if found:
        ending, _, rest = after.partition('"')
        call = f"{before}{way.file % ending}{rest}"
    body = "".join(f"{way.indent}{line}\n" for line in call.splitlines())
    return f"{client}\n\n{way.parts.format(literal(parts, language))}\n{way.head}\n{body}{way.end}"


def exported(run: Run, text: str, language: str) -> str:
    return export(run.operation, {**run.params, "input": text}, endpoint_of(run), language)
