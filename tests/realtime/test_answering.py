"""What the playground adds to a conversation: results from the library, pictures from its files."""

import base64
from io import BytesIO
from typing import Any

import httpx
from PIL import Image

from tests.visitor import Visitor

from .talking import talking
from .upstream import RealtimeUpstream


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (3, 2), "teal").save(made, "PNG")
    return made.getvalue()


def uploaded(visitor: Visitor, content: bytes) -> str:
    """The id of a file as the page knows it."""
    headers = {"X-CSRFToken": visitor.token, "Content-Type": "image/png", "X-File-Name": "teal.png"}
    answer = visitor.client.post("/files/", content=content, headers=headers).raise_for_status()
    return answer.text.split('value="')[1].split('"')[0]


def call(id: str, name: str) -> dict[str, Any]:
    return {"id": f"item_{id}", "type": "function_call", "name": name, "call_id": id, "arguments": "{}"}


def remembered(visitor: Visitor, name: str, automatic: bool) -> httpx.Response:
    """A function of the library with a result; an automatic one answers by itself."""
    form = {"kind": "function", "name": name, "schema": "{}", "canned_result": f'{{"from": "{name}"}}'}
    return visitor.post("/library/add/", form | ({"automatic": "on"} if automatic else {}))


def test_answers_by_itself_what_the_library_answers(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    remembered(visitor, "get_sky", automatic=True)
    remembered(visitor, "get_sea", automatic=False)
    talk, line = talking(visitor, upstream)
    with talk:
        calls = [call("call_1", "get_sky"), call("call_2", "get_sea")]
        line.send(type="response.done", response={"id": "r", "status": "completed", "output": calls})
        item = line.next("conversation.item.create")["item"]
        assert item == {"type": "function_call_output", "call_id": "call_1", "output": '{"from": "get_sky"}'}
        # The other one is the person's to answer; then the model goes on.
        talk.say("result", call_id="call_2", output="calm")
        assert line.received.get(timeout=20)["item"]["output"] == "calm"
        assert line.received.get(timeout=20) == {"type": "response.create"}
        line.send(
            type="response.done",
            response={"id": "r", "status": "completed", "output": [call("call_3", "get_sky")]},
        )
        assert line.next("conversation.item.create")["item"]["call_id"] == "call_3"
        assert line.received.get(timeout=20) == {"type": "response.create"}
        talk.say("end")
        talk.closed()


def test_shows_the_model_pictures_and_keeps_that_it_did(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    content = picture()
    talk, line = talking(visitor, upstream)
    with talk:
        talk.say("say", text="What colour?", images=[uploaded(visitor, content)])
        text, image = line.next("conversation.item.create")["item"]["content"]
        assert text == {"type": "input_text", "text": "What colour?"}
        assert image["type"] == "input_image"
        assert base64.b64decode(image["image_url"].removeprefix("data:image/png;base64,")) == content
        talk.say("say", text="And this?", images=["00000000-0000-4000-8000-000000000000"])
        assert "no longer" in talk.hear("notice")["words"]
        talk.say("end")
        talk.closed()
    assert talk.ended()["status"] == "completed"
