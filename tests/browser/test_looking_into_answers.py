"""Token probabilities, going on from a token, and answers that are heard."""

import io
import wave

import pytest
from playwright.sync_api import Page, expect

from .chat_page import answer, ask, conversation, ended, kept, run_of

RATED = "/chat/?model=sandbox-fast&stream=true&logprobs=true&top_logprobs=4&max_completion_tokens=40"
SPOKEN = "/chat/?model=gpt-4o-audio-preview&modalities=%5B%22text%22%2C%22audio%22%5D"


def heated(page: Page) -> None:
    ask(page, "Tell me about tides", RATED)
    ended(page)
    answer(page).get_by_role("button", name="Probabilities", exact=True).click()
    expect(answer(page).locator(".heat-text .token").first).to_be_visible()


def test_shows_the_alternatives_of_the_token_under_the_pointer(page: Page) -> None:
    heated(page)
    answer(page).locator(".heat-text .token").nth(2).hover()
    pop = page.locator("#heat-alternatives")
    expect(pop).to_be_visible()
    expect(pop.locator(".heat-alternative")).to_have_count(4)
    expect(pop).to_contain_text("%")
    answer(page).get_by_role("button", name="Text", exact=True).click()
    expect(answer(page).locator(".markdown")).to_be_visible()
    expect(answer(page).locator(".heat-text")).to_be_hidden()


def test_walks_the_tokens_by_arrow_keys_and_closes_on_escape(page: Page) -> None:
    heated(page)
    tokens = answer(page).locator(".heat-text .token")
    tokens.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tokens.nth(1)).to_be_focused()
    pop = page.locator("#heat-alternatives")
    expect(pop).to_contain_text((tokens.nth(1).text_content() or "").strip())
    page.keyboard.press("Escape")
    expect(pop).to_be_hidden()
    expect(tokens.nth(1)).to_be_focused()


def test_goes_on_from_an_alternative(page: Page) -> None:
    heated(page)
    tokens = answer(page).locator(".heat-text .token")
    tokens.nth(3).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    first = page.locator("#heat-alternatives [data-alternative]").nth(1)
    expect(page.locator("#heat-alternatives [data-alternative]").first).to_be_focused()
    first.click()
    begun = page.locator(".message[data-role='assistant']")
    expect(begun).to_have_count(1)
    ended(page)
    sent = kept(page)["params"]["messages"]
    assert [message["role"] for message in sent] == ["user", "assistant"]
    assert [message["role"] for message in conversation(page)] == ["user", "assistant", "assistant"]
    expect(answer(page).locator(".markdown")).not_to_be_empty()


def test_asks_for_probabilities_with_one_click(page: Page) -> None:
    ask(page, "Hello", "/chat/?model=sandbox-fast&stream=true&max_completion_tokens=20")
    ended(page)
    run_of(page).hover()
    run_of(page).get_by_role("button", name="Ask for token probabilities").click()
    page.locator("#id_composer").fill("Again")
    page.locator("#id_composer").press("Control+Enter")
    expect(page.locator("[data-run]")).to_have_count(2)
    ended(page)
    params = kept(page)["params"]
    assert (params["logprobs"], params["top_logprobs"]) == (True, 5)


@pytest.mark.parametrize(("stream", "format_"), [("true", "pcm16"), ("false", "wav")])
def test_a_spoken_answer_plays(page: Page, stream: str, format_: str) -> None:
    audio = f"%7B%22voice%22%3A%22alloy%22%2C%22format%22%3A%22{format_}%22%7D"
    ask(page, "Say hello to the world", f"{SPOKEN}&stream={stream}&stream_options=&audio={audio}")
    ended(page)
    player = answer(page).locator("audio")
    expect(player).to_be_visible()
    played = player.evaluate(
        """player => new Promise((done, fail) => {
            player.addEventListener("timeupdate", () => player.currentTime > 0 && done(player.currentTime));
            player.play().catch(fail);
        })"""
    )
    assert played > 0
    page.reload()
    expect(answer(page).locator("audio")).to_be_visible()


def test_a_recording_is_sent_as_input_audio(page: Page) -> None:
    content = io.BytesIO()
    with wave.open(content, "wb") as writer:
        writer.setparams((1, 2, 24_000, 0, "NONE", ""))
        writer.writeframes(bytes(24_000))
    page.goto("/chat/?model=sandbox-fast&stream=true")
    recording = {"name": "said.wav", "mimeType": "audio/wav", "buffer": content.getvalue()}
    page.locator("#id_composer_uploads").set_input_files([recording])
    expect(page.locator(".upload:not(.sending)")).to_contain_text("said.wav")
    page.locator("#id_composer").fill("What is said?")
    page.locator("#id_composer").press("Control+Enter")
    ended(page)
    (part,) = (part for part in kept(page)["params"]["messages"][0]["content"] if part["type"] != "text")
    assert (part["type"], part["input_audio"]["format"]) == ("input_audio", "wav")
    expect(page.locator(".message[data-role='user'] audio")).to_be_visible()


def test_hands_its_text_to_another_conversation(page: Page) -> None:
    page.goto("/chat/?model=sandbox-fast&stream=true")
    page.locator("#id_composer").fill('Say exactly: "Plain {{words}}"')
    page.locator("#id_variable_words").fill("words")
    page.locator("#run").click()
    ended(page)
    text = answer(page).locator(".markdown").inner_text().strip()
    run_of(page).get_by_role("button", name="Send to").click()
    page.locator(".menu:popover-open").get_by_role("link", name="Chat").click()
    expect(page.locator("#id_composer")).to_have_value(text)
    expect(page.locator("#transcript > :is(.message, [data-run])")).to_have_count(0)
    page.locator("#id_composer").fill("Changed")
    expect(page.locator("#token-estimate")).to_contain_text("2")
    page.reload()
    expect(page.locator("#id_composer")).to_have_value("Changed")
    assert page.request.get("/chat/?text_of=00000000-0000-4000-8000-000000000000").status == 404


def test_attaches_a_picture_that_another_page_hands_over(page: Page) -> None:
    page.goto("/chat/?model=sandbox-fast&stream=true")
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
        "0001a5f645400000000049454e44ae426082"
    )
    page.locator("#id_composer_uploads").set_input_files(
        [{"name": "dot.png", "mimeType": "image/png", "buffer": dot}]
    )
    uuid = page.locator("[name='composer_files']").input_value()
    page.goto(f"/chat/?picture={uuid}")
    expect(page.locator("#uploads .upload")).to_have_count(1)
    page.get_by_role("button", name="Remove dot.png").click()
    page.reload()
    expect(page.locator("#uploads .upload")).to_have_count(0)
    page.goto(f"/chat/?picture={uuid}")
    page.locator("#id_model").fill("sandbox-fast")
    page.locator("#id_composer").fill("What is this?")
    page.locator("#run").click()
    ended(page)
    assert kept(page)["params"]["messages"][0]["content"][1]["type"] == "image_url"
