"""A conversation in the browser: Chromium's microphone plays real speech, the sandbox hears it and answers aloud."""

import json
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.cable import Cable
from tests.sandbox.talk import WEATHER
from tests.started import StartedServer

from .microphone import hearing, loudness
from .test_accessibility import TAGS


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with hearing(tmp_path_factory.mktemp("microphone")) as chromium:
        yield chromium


def holding(page: Page, address: str) -> list[Route]:
    """Requests to it wait in this list."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold)
    return held


def turns(page: Page, who: str) -> list[str]:
    return page.locator(f".by-{who}.is-message .turn-words").all_inner_texts()


def test_talks_and_is_talked_to_interrupts_and_plays_again(page: Page) -> None:
    page.goto("/realtime/")
    page.locator("[data-connect]").click()
    said = page.locator(".by-user .turn-words")
    expect(said.first).to_contain_text(re.compile("four|five|six"))
    answer = page.locator(".by-assistant.is-message")
    expect(answer.first).to_contain_text("heard → first sound")
    expect(
        page.locator("[data-recorder-place] .recorder-row[data-kind='response.audio.delta'] b")
    ).to_contain_text("×")

    # The answer goes on for seconds: whoever speaks first is heard, and the rest is no part of the conversation.
    page.locator("[data-say]").fill("Say exactly: stop it now")
    page.locator("[data-say]").press("Enter")
    expect(answer.first).to_contain_text("interrupted: heard")
    expect(answer.nth(1)).to_contain_text("stop it now")
    page.locator("[data-mute]").click()
    expect(page.locator("[data-mute]")).to_have_text("Muted")
    page.locator("#id_instructions").fill("Be brief")
    page.locator("[data-update]").click()
    expect(page.locator(".recorder-row[data-kind='session.updated']")).to_be_visible()
    page.locator(".recorder-row[data-kind='session.updated'] summary").click()
    expect(page.locator(".recorder-row[data-kind='session.updated'] code")).to_contain_text("Be brief")

    page.reload()
    expect(page.locator("[data-connect]")).to_have_text("Join again")
    page.locator("[data-connect]").click()
    expect(page.locator("form[data-phase='open']")).to_be_attached()
    page.locator("[data-end].danger").click()
    expect(page.locator("#realtime-result [data-status='completed']").first).to_be_visible()
    expect(page.locator("[data-recording] audio")).to_have_count(2)
    assert loudness(page, "model") > 0.01
    assert loudness(page, "you") > 0.01

    before = turns(page, "user"), turns(page, "assistant")
    # The filter holds for rows that come after it was typed, too.
    held = holding(page, "**/events/")
    with page.expect_request("**/events/"):
        page.reload()
    expect(page.locator("[data-recording] audio")).to_have_count(2)
    assert (turns(page, "user"), turns(page, "assistant")) == before
    page.locator("[data-recorder-filter]").fill("truncate")
    held[0].continue_()
    expect(page.locator(".recorder-row[data-kind='session.created']")).to_be_hidden()
    expect(page.locator(".recorder-row:visible").first).to_contain_text("conversation.item.truncate")
    page.locator("[data-recording-play]").click()
    expect(page.locator(".talk-turn.now").first).to_be_visible()


def test_captions_what_is_said(page: Page) -> None:
    page.goto("/realtime/transcription/?shape=ga")
    page.locator("[data-param='include'] label", has_text="logprobs").click()
    page.locator("[data-connect]").click()
    # What is uncertain is told before the end of the turn.
    expect(page.locator(".talk-turn.partial .turn-words")).to_contain_text(re.compile(r"\w"))
    caption = page.locator(".talk-turn").first
    expect(caption).to_contain_text(re.compile("said → written.*sure"))
    expect(caption).not_to_have_class(re.compile("partial"))
    page.locator("[data-end].danger").click()
    expect(page.locator("[data-recording] audio")).to_have_count(1)
    run = page.locator("[data-session-run]").get_attribute("data-session-run")
    page.goto(f"/history/{run}/")
    expect(page.locator(".talk-turn .turn-words")).to_contain_text(re.compile("one|two|three|four|five|six"))
    expect(page.locator(".recorder-row").first).to_be_visible()

    # It is a transcript like any other: read with its sound, corrected, downloaded.
    page.locator("[data-recording] a", has_text="Open in the reader").click()
    segment = page.locator("[data-segments] > li").first
    expect(segment).to_contain_text(re.compile("one|two|three|four|five|six"))
    expect(page.locator("[data-transcription] audio")).to_have_count(1)
    srt = page.locator(".transcript-tools a", has_text="SRT").get_attribute("href")
    assert "-->" in page.request.get(str(srt)).text()


def all_is_heard(page: Page) -> None:
    """Wait until the microphone has brought what it plays: nine seconds of it."""
    count = page.locator(".recorder-row[data-kind='input_audio_buffer.append'] b").first
    expect(count).to_have_text(re.compile(r"×(2[3-9]\d|[3-9]\d\d)"), timeout=30_000)


def test_talks_while_it_is_held_and_interrupts(page: Page) -> None:
    page.goto("/realtime/?shape=ga")
    page.locator("[data-param='turn_detection'] [data-kind]", has_text="off").click()
    page.locator("[data-connect]").click()
    hold = page.locator("[data-hold]")
    hold.hover()
    page.mouse.down()
    expect(hold).to_have_text("Listening")
    all_is_heard(page)
    expect(page.locator(".talk-turn")).to_have_count(0)
    page.mouse.up()
    expect(page.locator(".by-user .turn-words")).to_contain_text(re.compile("four|five|six"))
    expect(page.locator("form[data-sounding]")).to_be_attached()
    expect(page.locator(".talk-sounds, [data-state='speaking']").filter(visible=True)).to_have_text(
        "speaking"
    )
    hold.hover()
    page.mouse.down()
    expect(page.locator("form[data-sounding]")).not_to_be_attached()
    expect(page.locator(".by-assistant.is-message")).to_contain_text("interrupted: heard")
    page.mouse.up()
    page.locator("[data-end].danger").click()
    expect(page.locator("#realtime-result [data-status='completed']").first).to_be_visible()


def test_sends_silence_while_it_is_muted(page: Page) -> None:
    page.goto("/realtime/")
    page.locator("[data-connect]").click()
    page.locator("[data-mute]").click()
    all_is_heard(page)
    page.locator("[data-end].danger").click()
    expect(page.locator("[data-recording] audio")).to_have_count(1)
    assert loudness(page, "you") < 0.001
    expect(page.locator(".talk-turn")).to_have_count(0)


def test_shows_the_model_a_picture(page: Page) -> None:
    page.goto('/realtime/?shape=ga&modalities=["text"]')
    page.locator("[data-with-microphone]").uncheck()
    page.locator("[data-connect]").click()
    made = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(made, "PNG")
    picture = {"name": "teal.png", "mimeType": "image/png", "buffer": made.getvalue()}
    page.locator("[data-picture]").set_input_files(picture)  # type: ignore[arg-type]
    expect(page.locator("[data-pictures]")).to_contain_text("teal.png")
    page.locator("[data-say]").fill("What is it? ما هذا")
    page.locator("[data-say]").press("Enter")
    expect(page.locator(".by-user")).to_contain_text("1 picture")
    expect(page.locator(".by-user .turn-words")).to_have_text("What is it? ما هذا")
    expect(page.locator(".by-assistant.is-message .turn-words")).to_contain_text(re.compile(r"\w+"))
    page.locator("[data-end].danger").click()
    expect(page.locator("[data-connect]")).to_be_visible()


def test_gives_nothing_away_when_it_is_cancelled_before_it_is_open(page: Page) -> None:
    holding(page, "**/realtime/connect/")
    page.goto("/realtime/")
    with page.expect_request("**/realtime/connect/"):
        page.locator("[data-connect]").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-connect]")).to_have_text("Connect")
    page.unroute("**/realtime/connect/")
    page.locator("[data-connect]").click()
    expect(page.locator("form[data-phase='open']")).to_be_attached()
    page.locator("[data-end].danger").click()
    expect(page.locator("[data-connect]")).to_be_visible()


def test_offers_the_session_that_another_tab_has_taken(page: Page) -> None:
    page.goto("/realtime/")
    page.locator("[data-connect]").click()
    expect(page.locator("form[data-phase='open']")).to_be_attached()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[data-connect]").click()
    expect(page.locator("#realtime-notice")).to_contain_text("Another tab")
    expect(page.locator("[data-connect]")).to_have_text("Join again")
    other.locator("[data-end].danger").click()
    expect(page.locator("[data-connect]")).to_have_text("Connect")
    other.close()


def test_answers_a_call_without_a_microphone(page: Page) -> None:
    page.goto('/realtime/?modalities=["text"]')
    page.locator("[data-param='turn_detection'] [data-kind]", has_text="off").click()
    page.locator("[data-section='Tools'] > summary").click()
    page.locator("[data-param='tools'] .raw > summary").click()
    page.locator("#id_tools").fill(json.dumps([WEATHER]))
    page.locator("[data-with-microphone]").uncheck()
    page.locator("[data-connect]").click()
    page.locator("[data-say]").fill("call get_weather for Paris")
    page.locator("[data-say-send]").click()
    page.locator("[data-answer-call] textarea").fill('{"sky": "clear"}')
    page.locator("[data-send-result]").click()
    expect(page.locator(".turn-output")).to_contain_text('{"sky": "clear"}')
    expect(page.locator(".by-assistant.is-message .turn-words")).to_contain_text("clear")
    page.locator(".realtime-event > summary").click()
    page.locator("[data-event]").fill('{"type": "of.tomorrow"')
    page.locator("[data-send-event]").click()
    expect(page.locator("[data-event-error]")).to_contain_text("not JSON")
    page.locator("[data-event]").fill('{"type": "of.tomorrow"}')
    page.locator("[data-send-event]").click()
    expect(page.locator(".talk-turn.is-error")).to_contain_text("Supported values are")
    page.locator("[data-end].danger").click()
    expect(page.locator("[data-connect]")).to_be_visible()


def test_goes_on_after_the_network_was_lost(browser: Browser, server: StartedServer) -> None:
    with (
        Cable(server.port) as cable,
        browser.new_context(base_url=f"http://127.0.0.1:{cable.port}") as context,
    ):
        page = context.new_page()
        page.goto('/realtime/?modalities=["text"]')
        page.locator("[data-with-microphone]").uncheck()
        page.locator("[data-connect]").click()
        answer = page.locator(".by-assistant.is-message .turn-words")
        page.locator("[data-say]").fill("Say exactly: before the cut")
        page.locator("[data-say]").press("Enter")
        expect(answer.first).to_contain_text("before the cut")
        cable.cut()
        expect(page.locator("form[data-phase='busy']")).to_be_attached()
        cable.mend()
        expect(page.locator("form[data-phase='open']")).to_be_attached()
        page.locator("[data-say]").fill("Say exactly: after the cut")
        page.locator("[data-say]").press("Enter")
        expect(answer.nth(1)).to_contain_text("after the cut")
        page.locator("[data-end].danger").click()
        expect(page.locator("#realtime-result [data-status='completed']").first).to_be_visible()
        page.reload()
        expect(answer).to_have_text(["before the cut", "after the cut"])


REFUSE = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '{}'))"


@pytest.mark.parametrize(
    ("browsers", "words"),
    [
        (REFUSE.format("NotAllowedError"), "Allow it for this site"),
        (REFUSE.format("NotFoundError"), "Plug one in"),
        ("Object.defineProperty(window, 'isSecureContext', {value: false})", "over HTTPS or on localhost"),
    ],
)
def test_says_plainly_that_there_is_no_microphone(
    browser: Browser, server: StartedServer, browsers: str, words: str
) -> None:
    context = browser.new_context(base_url=server.url)
    context.add_init_script(browsers)
    page = context.new_page()
    page.goto("/realtime/")
    page.locator("[data-connect]").click()
    expect(page.locator("#realtime-notice")).to_contain_text(words)
    page.locator("#realtime-notice button").click()
    expect(page.locator("[data-say]")).to_be_visible()
    expect(page.locator("[data-mute]")).to_be_hidden()
    page.locator("[data-end].danger").click()
    context.close()


def test_copies_a_secret_and_counts_down(page: Page) -> None:
    page.goto("/realtime/")
    page.locator("#run").click()
    expect(page.locator("[data-countdown]")).to_have_text(re.compile("expires in (1:00|0:[0-5][0-9])"))
    page.locator("[data-copy-secret]").click()
    expect(page.locator("[data-copy-secret]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("ek_")
    page.locator(".secret-code > summary").click()
    expect(page.locator(".secret-way")).to_have_count(3)
    assert "ek_" not in page.locator(".secret-codes").inner_text()


@pytest.mark.parametrize(
    ("scheme", "address"), [("light", "/realtime/"), ("dark", "/realtime/transcription/")]
)
def test_gives_axe_nothing_to_find_and_fits(page: Page, scheme: str, address: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.locator("[data-connect]")).to_be_in_viewport()
