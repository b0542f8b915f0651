"""What the sandbox says aloud: a few plain sentences, because nobody wants Markdown read to them."""

import re
from random import Random

from .. import writer
from ..writer.reports import from_findings, from_results, one_line

GREETINGS = (
    "Hello! I am the sandbox of this playground. No model is behind me, but I can hear you and speak.",
    "Hi there! This is the sandbox: I listen, I speak, and I know nothing. Say something else.",
    "Good to hear from you. I am a sandbox without a model, and everything seems to work.",
)
ECHOES = ("I heard: {said}.", "You said: {said}.", "What reached me was: {said}.")
MIDDLES = (
    "I am the sandbox, with no model behind me, so I cannot tell you anything true about {subject}.",
    "No model is listening here, only a sandbox that plays with your words, {subject} among them.",
    "A real model would now talk about {subject}. I am only the sandbox, and I show how it would sound.",
)
ENDINGS = (
    "Interrupt me if you like, I will stop.",
    "Go on, I am listening.",
    "Choose another connection to speak with a real model.",
    "Try a tool, or another voice.",
)
INSTRUCTED = "My instructions say: {told}. A real model would follow them."
UNHEARD = "I could not make out any words in that. This is the sandbox, so please speak slowly and clearly."
LONG = 6
MARKS = re.compile(r"[*`#>|“”]|^\s*- ", re.MULTILINE)
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*")


def spoken(prompt: writer.Prompt, rng: Random) -> str:
    """An answer in sentences, as long as the prompt wants it."""
    if prompt.exact is not None:
        return prompt.exact
    if prompt.results:
        return plain(from_results(prompt))
    if prompt.findings:
        return plain(from_findings(prompt))
    if prompt.turns and not prompt.greeting and not prompt.text.strip():
        return UNHEARD
    told = one_line(plain(prompt.instruction), 120).rstrip(".!?")
    said = one_line(plain(prompt.text), 160).rstrip(".!?")
    parts = phrases(prompt, rng)
    return " ".join(part.format(said=said, subject=prompt.subject, told=told) for part in parts)


def phrases(prompt: writer.Prompt, rng: Random) -> list[str]:
    """What an answer is put together from. Who said nothing yet is greeted."""
    greets = prompt.greeting or not prompt.turns
    parts = [rng.choice(GREETINGS)] if greets else [rng.choice(ECHOES), rng.choice(MIDDLES)]
    if prompt.instruction and prompt.turns < 2:
        parts.insert(1, INSTRUCTED)
    if prompt.length == "long":
        parts += rng.choices(MIDDLES, k=LONG)
    if not greets and prompt.length != "short":
        parts.append(rng.choice(ENDINGS))
    return parts


def plain(markdown: str) -> str:
    """The words without their Markdown."""
    return " ".join(MARKS.sub("", markdown).split())


def sentences(text: str) -> list[str]:
    """Pieces that join to the text, each to be spoken in one breath."""
    return SENTENCE.findall(text)
