"""Blocks of Markdown about a prompt, each saying only what is true of it or of this playground."""

from collections.abc import Callable
from random import Random

from . import phrases
from .code import language_of, sample
from .prompt import Prompt

Block = Callable[[Prompt, Random], str]
SPARE = ("sandbox", "playground", "request", "answer", "token")


def words_of(prompt: Prompt, at_least: int = 3) -> list[str]:
    words = list(prompt.words)
    return words + [word for word in SPARE if word not in words][: max(0, at_least - len(words))]


def paragraph(prompt: Prompt, rng: Random) -> str:
    sentences = rng.sample(phrases.SENTENCES, rng.randint(2, 4))
    return " ".join(filled(sentence, prompt, rng) for sentence in sentences)


def bullets(prompt: Prompt, rng: Random) -> str:
    items = rng.sample(phrases.ITEMS, 4)
    return "\n".join(f"- **{lead}** – {filled(rest, prompt, rng)}" for lead, rest in items)


def nested(prompt: Prompt, rng: Random) -> str:
    lines = []
    for number, word in enumerate(words_of(prompt)[:3], 1):
        lines.append(f"{number}. {word.capitalize()}")
        lines += [f"   - {question.format(word=word)}" for question in rng.sample(phrases.QUESTIONS, 2)]
        if number == 2:
            lines.append("     - and a third level, to see the indentation")
    return "\n".join(lines)


def table(prompt: Prompt, rng: Random) -> str:
    lines = ["| Word | Letters | Vowels | Backwards |", "|:-----|--------:|-------:|:---------:|"]
    for word in words_of(prompt, 4)[:6]:
        letters, vowels = len(word), sum(letter in "aeiouyäöüáéíóúàèêâ" for letter in word.lower())
        lines.append(f"| {word} | {letters} | {vowels} | `{word[::-1]}` |")
    return "\n".join(lines)


def code(prompt: Prompt, rng: Random) -> str:
    language = language_of(prompt.text[:2000], rng)
    return (
        f"{rng.choice(phrases.BEFORE_CODE).format(language=language)}\n\n{sample(language, prompt.words[:6])}"
    )


def quote(prompt: Prompt, rng: Random) -> str:
    words = " ".join(prompt.text.split())
    return (
        f"> {words[:180]}{'…' if len(words) > 180 else ''}\n>\n> — you, a moment ago"
        if words
        else paragraph(prompt, rng)
    )


def mathematics(prompt: Prompt, rng: Random) -> str:
    lead, formula, rest = rng.choice(phrases.FORMULAS)
    return f"{lead}\n\n$$\n{formula}\n$$\n\n{rest}"


def tasks(prompt: Prompt, rng: Random) -> str:
    steps = [phrases.TASKS[0], *rng.sample(phrases.TASKS[1:], 3)]
    marks = ("x", " ", " ", " ")
    return "\n".join(f"- [{m}] {filled(step, prompt, rng)}" for m, step in zip(marks, steps, strict=True))


def links(prompt: Prompt, rng: Random) -> str:
    chosen = rng.sample(phrases.LINKS, 2)
    return "Worth reading next: " + " and ".join(f"[{text}]({url})" for text, url in chosen) + "."


def poem(prompt: Prompt, rng: Random) -> str:
    words = words_of(prompt)
    verses = rng.sample(phrases.VERSES, 2)
    return "\n\n".join(
        "  \n".join(line.format(word=words[i % len(words)]) for line in verse)
        for i, verse in enumerate(verses)
    )


def filled(sentence: str, prompt: Prompt, rng: Random) -> str:
    words = words_of(prompt)
    return sentence.format(subject=prompt.subject, word=rng.choice(words), count=len(prompt.text.split()))


BLOCKS: dict[str, Block] = {
    "paragraph": paragraph,
    "list": bullets,
    "nested": nested,
    "table": table,
    "code": code,
    "quote": quote,
    "mathematics": mathematics,
    "tasks": tasks,
    "links": links,
    "poem": poem,
}
