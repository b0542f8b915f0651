"""An answer: which blocks, in which order, how long."""

from collections.abc import Iterator
from random import Random
from typing import Any

from .. import tokens
from . import phrases
from .blocks import BLOCKS, filled
from .prompt import Prompt
from .reports import fence, from_findings, from_memory, from_results, one_line
from .scripts import foreign

SECTIONS = {"low": 1, "medium": 3, "high": 6}
# What an answer begins with, what it shows off, and what it ends on.
LEADS = ("paragraph", "list", "nested")
SHOWS = ("table", "code", "mathematics", "quote")
ENDS = ("tasks", "links")
EXTRA = LEADS + SHOWS + ENDS
LONG_ANSWER = 10


def write(
    prompt: Prompt, rng: Random, *, verbosity: str = "medium", at_least: int = 0, spoken: bool = False
) -> str:
    """The answer in Markdown, of `at_least` that many tokens unless something is to be said exactly."""
    if prompt.exact is not None:
        return prompt.exact
    text = short_answer(prompt, rng) or (
        aloud(prompt, rng) if spoken else full_answer(prompt, rng, verbosity)
    )
    return go_on(text, prompt, rng, max(at_least, prompt.tokens))


def short_answer(prompt: Prompt, rng: Random) -> str:
    """Greetings, tool results, bare JSON and one-liners need no headings; '' for everything else."""
    if prompt.results:
        return from_results(prompt)
    if prompt.findings:
        return from_findings(prompt)
    if prompt.recalls and prompt.earlier:
        return from_memory(prompt)
    if prompt.script:
        return foreign(prompt.script, prompt.subject)
    if prompt.greeting:
        return rng.choice(phrases.GREETINGS)
    if prompt.forms == ("json",):
        return f"No model is behind this sandbox, but here is some JSON:\n\n{fence(free_object(prompt))}"
    if prompt.length == "short" and not prompt.forms:
        return f"In short: this sandbox has no model behind it and cannot tell about {prompt.subject}."
    return ""


def aloud(prompt: Prompt, rng: Random) -> str:
    """Sentences only: nobody wants headings and tables read to them."""
    return f"{filled(rng.choice(phrases.OPENINGS), prompt, rng)} {BLOCKS['paragraph'](prompt, rng)}"


def full_answer(prompt: Prompt, rng: Random, verbosity: str) -> str:
    kinds = kinds_of_section(prompt, rng, verbosity)
    parts = [filled(rng.choice(phrases.OPENINGS), prompt, rng)]
    if prompt.instruction and prompt.turns == 1:
        said = one_line(prompt.instruction, 120)
        parts.append(f"The system message says: “{said}” – a real model would follow it.")
    if prompt.earlier:
        parts.append(f"Before that you wrote: “{one_line(prompt.earlier[-1], 120)}”")
    parts += [section(kind, prompt, rng, headed=len(kinds) > 1) for kind in kinds]
    if len(kinds) > 1 and rng.random() < 0.6:
        parts.append("---\n\n" + rng.choice(phrases.CLOSINGS))
    return "\n\n".join(parts)


def kinds_of_section(prompt: Prompt, rng: Random, verbosity: str) -> list[str]:
    """What was asked for first, then as many others as the length allows."""
    wanted, long = list(prompt.forms), prompt.length == "long"
    sections = LONG_ANSWER if long else SECTIONS[verbosity]
    if prompt.length == "short":
        sections = 1
    elif prompt.turns > 1 and not wanted:
        sections = max(1, sections - 1)
    others = varied(rng, sections) if long or not wanted else ["paragraph"]
    return (wanted + [kind for kind in others if kind not in wanted])[: max(sections, len(wanted))]


def varied(rng: Random, sections: int) -> list[str]:
    """Kinds of section in an order that reads well, none twice."""
    leads, shows, ends = (rng.sample(kinds, len(kinds)) for kinds in (LEADS, SHOWS, ENDS))
    if sections < 4:
        return [leads[0], shows[0], rng.choice((shows[1], *ends))]
    return [leads[0], *shows[:2], *leads[1:], *shows[2:], *ends]


def section(kind: str, prompt: Prompt, rng: Random, headed: bool) -> str:
    body = BLOCKS[kind](prompt, rng)
    heading = filled(rng.choice(phrases.HEADINGS[kind]), prompt, rng)
    return f"## {heading[0].upper()}{heading[1:]}\n\n{body}" if headed else body


def go_on(text: str, prompt: Prompt, rng: Random, at_least: int) -> str:
    """The text, continued section by section until it is long enough."""
    length = tokens.count(text)
    parts = [text]
    for part in endless(prompt, rng):
        if length >= at_least:
            break
        parts.append(part)
        length += tokens.count(part)
    return "\n\n".join(parts)


def endless(prompt: Prompt, rng: Random) -> Iterator[str]:
    while True:
        yield section(rng.choice(EXTRA), prompt, rng, headed=rng.random() < 0.7)
        yield BLOCKS["paragraph"](prompt, rng)


def free_object(prompt: Prompt) -> dict[str, Any]:
    return {"subject": prompt.subject, "words": list(prompt.words), "sandbox": True}


def free_form(prompt: Prompt) -> dict[str, Any]:
    """A schema for JSON mode, where the caller gives none: an object about the prompt."""
    return {"const": free_object(prompt)}


def with_citation(text: str, prompt: Prompt) -> tuple[str, list[dict[str, Any]]]:
    """The text with a made-up search result, and its annotation. It says that nothing was searched."""
    mark = "[example.com](https://example.com/sandbox)"
    start = len(text) + len("\n\nNothing was searched; a citation would look like this: ")
    citation = {"start_index": start, "end_index": start + len(mark), "url": "https://example.com/sandbox"}
    annotation = {
        "type": "url_citation",
        "url_citation": {**citation, "title": f"Simulated: {prompt.subject}"},
    }
    return f"{text}\n\nNothing was searched; a citation would look like this: {mark}.", [annotation]
