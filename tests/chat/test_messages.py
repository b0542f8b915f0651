import json

import pytest

from playground.chat.messages import Message, present

PICTURE = {"type": "image_url", "image_url": {"url": "playground-file:1b4e28ba-2fa1-41d2-883f-0016d3cca427"}}
ELSEWHERE = {"type": "image_url", "image_url": {"url": "https://example.org/cat.png"}}


def test_keeps_the_whole_message_as_json_that_cannot_end_its_script():
    source = {"role": "user", "content": "</script><b>&", "x_unknown": [1]}
    text = Message(source).json
    assert "<" not in text
    assert json.loads(text) == source


def test_shows_our_own_picture_and_only_names_one_from_elsewhere():
    ours, theirs = Message({"role": "user", "content": [PICTURE, ELSEWHERE]}).attachments
    assert ours.url == "/files/1b4e28ba-2fa1-41d2-883f-0016d3cca427/"
    assert (theirs.url, theirs.text) == ("", "https://example.org/cat.png")


def test_shows_an_unknown_part_as_its_json():
    (part,) = Message({"role": "user", "content": [{"type": "hologram", "id": 1}]}).attachments
    assert (part.kind, json.loads(part.text)) == ("other", {"type": "hologram", "id": 1})


def test_renders_an_assistants_text_as_markdown_without_its_html():
    html = Message({"role": "assistant", "content": "**yes** <img src=x onerror=alert(1)>"}).html
    assert "<strong>yes</strong>" in html
    assert "<img" not in html


@pytest.mark.parametrize(("arguments", "coloured"), [('{"city": "Oslo"}', True), ('{"city": ', False)])
def test_highlights_a_tool_calls_arguments_once_they_are_json(arguments: str, coloured: bool):
    call = {"id": "call_1", "function": {"name": "weather", "arguments": arguments}}
    (shown,) = Message({"role": "assistant", "tool_calls": [call]}).tool_calls
    assert shown.name == "weather"
    assert ("hl-nt" in shown.arguments) is coloured


def test_offers_a_role_that_it_does_not_know_too():
    assert "critic" in Message({"role": "critic"}).roles


def test_leaves_out_what_is_no_message():
    assert [message.role for message in present([{"role": "user"}, "text", None])] == ["user"]
