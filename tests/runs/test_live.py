"""A live run as its readers see it: whoever pulls whenever, all end with the same page."""

import asyncio
import json
import random
from typing import Any

import pytest

from playground.chat.transcript import ChatTranscript
from playground.openai.client import Event
from playground.runs.consumers import pause
from playground.runs.live import Live
from playground.runs.models import Run

from .page import Page

TEXT = """# Title & more

Some **bold** words and `code` <b>not bold</b>,
over two lines.

- one
- two

  more of two

```python
def f(x):
    return x < 1 and "&"

```
| a | b |
|---|---|
| 1 | 2 |

~~~
~~ not yet
~~~
> quoted
> $x^2$

1. first

```
an open fence with \U0001f600
"""


def chunk(**delta: Any) -> dict[str, Any]:
    return {"choices": [{"index": delta.pop("index", 0), "delta": delta}]}


def story(choice: random.Random, choices: int) -> list[dict[str, Any]]:
    """The chunks of an answer: reasoning, text and a tool call, in pieces of any length, choices mixed."""
    queues = []
    for index in range(choices):
        text = TEXT * choice.randrange(1, 4) + f"End {index}."
        pieces = [chunk(index=index, reasoning_content=word) for word in ("First ", "I & you ", "think.")]
        while text:
            size = choice.choice((1, 2, 4, 30, 5000))
            pieces.append(chunk(index=index, content=text[:size]))
            text = text[size:]
        call = {"index": 0, "id": "call_1", "function": {"name": "f", "arguments": '{"a":'}}
        pieces += [
            chunk(index=index, tool_calls=[call]),
            chunk(index=index, tool_calls=[{"index": 0, "function": {"arguments": "1}"}}]),
            {"choices": [{"index": index, "delta": {}, "finish_reason": "length"}]},
        ]
        queues.append(pieces)
    told = []
    while queues := [queue for queue in queues if queue]:
        told.append(choice.choice(queues).pop(0))
    return told


def events(chunks: list[dict[str, Any]]) -> list[Event]:
    return [Event("message", json.dumps(data)) for data in chunks]


@pytest.fixture
def live() -> Live:
    return Live(Run(pk=1, operation="create_chat_completion", params={"n": 2}))


class Reader:
    """Pulls frames and applies them to a page of its own."""

    def __init__(self, live: Live) -> None:
        self.transcript = live.transcript
        self.position = self.transcript.start()
        self.page = Page(f"run-{live.run.uuid}-answer")

    def pull(self) -> str:
        frame, self.position = self.transcript.frame(self.position)
        self.page.apply(frame)
        return frame

    def html(self) -> str:
        return self.page.root.html()


def whole(live: Live) -> str:
    page = Page(f"run-{live.run.uuid}-answer")
    page.root.children[0].children = page.parsed(live.transcript.html()).children  # type: ignore[union-attr]
    return page.root.html()


@pytest.mark.parametrize("choices", [1, 2])
@pytest.mark.parametrize("seed", range(12))
def test_brings_every_reader_to_the_same_page(live: Live, seed: int, choices: int) -> None:
    choice = random.Random(seed)
    readers = [Reader(live) for _ in range(3)]
    told = story(choice, choices)
    while told:
        size = choice.choice((1, 3, 50))
        live.receive(events(told[:size]))
        told = told[size:]
        # The first always pulls, the second now and then, the third when all is over.
        readers[0].pull()
        if choice.random() < 0.2:
            readers[1].pull()
    while live.transcript.is_behind:
        choice.choice(readers[:2]).pull()
    live.transcript.close()
    late = Reader(live)
    for reader in (*readers, late):
        reader.pull()
    assert len({reader.html() for reader in (*readers, late)}) == 1
    assert readers[0].html() == whole(live)
    text = str(live.transcript.text())
    assert text.startswith("# Title & more")
    assert "End 0." in text


def test_has_nothing_to_say_when_nothing_came(live: Live) -> None:
    reader = Reader(live)
    live.receive(events([chunk(content="Some *text*.")]))
    assert reader.pull()
    assert reader.pull() == ""


def test_gives_a_slow_reader_one_larger_frame(live: Live) -> None:
    fast, slow = Reader(live), Reader(live)
    fast.pull()
    slow.pull()
    frames = []
    for number in range(50):
        live.receive(events([chunk(content=f"Paragraph {number}.\n\n")]))
        frames.append(fast.pull())
    frame = slow.pull()
    assert frame.count("Paragraph") == 50
    assert len(frame) < len("".join(frames))
    assert slow.html() == fast.html() == whole(live)


def test_shows_an_answer_that_came_as_a_whole(live: Live) -> None:
    reader = Reader(live)
    reader.pull()
    message = {"role": "assistant", "content": TEXT}
    live.load({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})
    while live.transcript.is_behind:
        reader.pull()
    live.transcript.close()
    reader.pull()
    assert reader.html() == whole(live)


def test_tells_fast_answers_less_often_and_waits_for_nobody_who_is_behind() -> None:
    calm, fast = (pause(0.001, rate, is_behind=False) for rate in (60, 400))
    assert calm <= 1 / 50 < fast <= 1 / 20
    assert pause(0.001, 400, is_behind=True) == 0
    # One that was dear to make is followed by a longer pause.
    assert pause(1, 60, is_behind=False) > fast


async def test_wakes_every_reader_that_waits(live: Live) -> None:
    waiting = [asyncio.create_task(live.wait_beyond(live.version)) for _ in range(3)]
    await asyncio.sleep(0)
    live.receive(events([chunk(content="x")]))
    async with asyncio.timeout(5):
        await asyncio.gather(*waiting)
        await live.wait_beyond(0)
        live.finish()
        await live.wait_beyond(live.version)


def test_is_the_same_as_a_replay_of_its_journal(live: Live) -> None:
    told = story(random.Random(1), 2)
    for start in range(0, len(told), 7):
        live.receive(events(told[start : start + 7]))
    other = ChatTranscript(live.transcript.run_id, live.run.params)
    other.replay(live.unsaved)
    for transcript in (live.transcript, other):
        while transcript.is_behind:
            transcript.settle()
    assert other.result() == live.transcript.result()
    assert other.html() == live.transcript.html()
