"""What a conversation asks for, as far as words alone tell."""

from collections import Counter
from dataclasses import dataclass

from .scripts import script_of
from .vocabulary import AMOUNT, ASKED, EXACT, GREETING, LONG, MOST_TOKENS, RECALL, SHORT, STOPWORDS, WORD


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: its role, its text, and the name of the tool or participant."""

    role: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The last user message and what surrounds it. `exact` is to be said literally, None if not asked.

    `earlier` are the user's messages before it, and `recalls` says that it asks for them.
    """

    text: str
    words: tuple[str, ...] = ()
    exact: str | None = None
    greeting: bool = False
    forms: tuple[str, ...] = ()
    length: str = ""
    tokens: int = 0
    script: str = ""
    instruction: str = ""
    turns: int = 1
    findings: tuple[str, ...] = ()
    results: tuple[Turn, ...] = ()
    earlier: tuple[str, ...] = ()
    recalls: bool = False

    @property
    def subject(self) -> str:
        """What it is about, in a few words."""
        return " ".join(self.words[:3]) or "your message"


def read(turns: list[Turn], findings: list[str]) -> Prompt:
    """Find out what the last user message wants. `findings` are sentences on what came with it."""
    asked = [turn for turn in turns if turn.role == "user"]
    text = asked[-1].text if asked else (turns[-1].text if turns else "")
    head = text[:20_000]
    exact = EXACT.fullmatch(text)
    amount = AMOUNT.search(head)
    return Prompt(
        text=text,
        words=telling_words(head),
        exact=exact[1] if exact else None,
        greeting=bool(GREETING.fullmatch(head.strip()[:200])),
        forms=tuple(form for form, pattern in ASKED.items() if pattern.search(head)),
        length="long" if LONG.search(head) else "short" if SHORT.search(head) else "",
        tokens=min(MOST_TOKENS, int(amount[1].replace(",", "") or 0) * 4 // 3) if amount else 0,
        script=script_of(head),
        instruction=next((turn.text for turn in turns if turn.role in ("system", "developer")), ""),
        turns=len(asked),
        findings=tuple(findings),
        results=latest_results(turns),
        earlier=tuple(turn.text for turn in asked[:-1]),
        recalls=bool(RECALL.search(head)),
    )


def telling_words(text: str) -> tuple[str, ...]:
    """Up to twelve words that say what the text is about, in their order, the repeated ones kept first."""
    words = [word.strip("'’-") for word in WORD.findall(text)]
    telling = [word for word in words if tells(word) and word.lower() not in STOPWORDS]
    counts = Counter(word.lower() for word in telling)
    first = {word.lower(): word for word in reversed(telling)}
    ranked = sorted(dict.fromkeys(word.lower() for word in telling), key=lambda word: -counts[word])[:12]
    return tuple(first[word] for word in ranked)


def tells(word: str) -> bool:
    """Short words count when they are names, like Go or AI."""
    return 2 < len(word) < 40 or (len(word) == 2 and word[0].isupper())


def latest_results(turns: list[Turn]) -> tuple[Turn, ...]:
    """The tool results that end the conversation."""
    found: list[Turn] = []
    for turn in reversed(turns):
        if turn.role not in ("tool", "function"):
            break
        found.append(turn)
    return tuple(reversed(found))
