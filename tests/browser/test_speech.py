"""The speech page as a person uses it, against the sandbox."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .test_accessibility import TAGS

OTHER = "Another night, and another line."
SAID = "The keeper wrote one line in the log, and then he slept until the morning came."
# Notes what was heard: a short sound may be over before anybody looks.
HEARD = """document.addEventListener("playing", ({ target }) => {
  document.documentElement.dataset.heard = "";
  target.closest("[data-player]")?.setAttribute("data-heard", "");
}, true);"""


def say(page: Page, words: str) -> None:
    page.locator("#id_input").fill(words)
    page.locator("#run").click()
    expect(page.locator("#speech-result .waveform")).to_be_visible()


def drawn(page: Page) -> None:
    """Wait until nothing is being fetched: a page that is left meanwhile complains."""
    expect(page.locator(":is(.player-bars, .take-place) > .muted")).to_have_count(0, timeout=60_000)


def check(page: Page) -> None:
    drawn(page)
    found = Axe().run(
        page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    )
    assert found.violations_count == 0, found.generate_report()
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.locator("#main").evaluate("(main) => main.scrollWidth <= main.clientWidth")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_plays_what_was_said_keeps_takes_and_hands_one_on(page: Page) -> None:
    page.add_init_script(HEARD)
    page.goto("/audio/speech/?response_format=pcm")
    page.get_by_role("button", name="Whisper").click()
    expect(page.locator("#id_instructions")).to_have_value(
        "Whisper, close to the microphone, as if somebody slept in the next room."
    )
    say(page, SAID)
    expect(page.locator("html[data-heard]")).to_have_count(1)
    take = page.locator("#speech-result .take")
    take.get_by_role("button", name="Star").click()
    expect(take.get_by_role("button", name="Star")).to_have_attribute("aria-pressed", "true")
    take.get_by_label("Note on this take").fill("the good one")
    with page.expect_response("**/note/"):
        take.get_by_label("Note on this take").press("Tab")
    check(page)

    page.goto("/audio/speech/?voice=nova")
    say(page, OTHER)
    drawn(page)
    page.locator("[name='starred']").check()
    rows = page.locator("#takes .take-row")
    expect(rows).to_have_count(1)
    expect(rows.get_by_label("Note on this take")).to_have_value("the good one")
    rows.locator("[data-tick]").check()
    page.locator("#speech-result [data-tick]").check()
    drawn(page)
    page.get_by_role("button", name="Side by side").click()
    page.wait_for_url("**/beside/**")
    expect(page.locator(".take .waveform")).to_have_count(2)
    page.get_by_role("button", name="Switch").click()
    players = page.locator(".take [data-player]")
    expect(players.first).to_have_attribute("data-heard", "")
    page.keyboard.press("s")
    expect(players.nth(1)).to_have_attribute("data-heard", "")
    check(page)

    page.locator(".take").first.get_by_role("button", name="Send to").click()
    page.locator("#main").get_by_role("link", name="Transcribe").click()
    page.wait_for_url("**/audio/transcriptions/?audio=*")
    page.wait_for_load_state("networkidle")
    drawn(page)
    # Round again: what was said is what is read.
    page.locator("#run").click()
    expect(page.locator(".segment-text")).to_have_text(OTHER, timeout=60_000)
    expect(page.locator(".segment-text [data-at]")).to_have_count(len(OTHER.split()))
    page.get_by_role("button", name="Send to").click()
    page.locator("#main").get_by_role("link", name="Chat").click()
    expect(page.locator("#id_composer")).to_have_value(OTHER)


def test_speaks_an_answer_of_the_chat(page: Page) -> None:
    page.goto("/chat/")
    page.locator("#id_composer").fill("Say it in a word")
    page.locator("#run").click()
    run = page.locator("[data-run][data-status='completed'], [data-run]:has([data-status='completed'])").last
    run.get_by_role("button", name="Send to").click()
    run.get_by_role("link", name="Speech").click()
    page.wait_for_url("**/audio/speech/?text_of=*")
    expect(page.locator("#id_input")).not_to_have_value("")


def test_says_the_same_in_every_voice(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/audio/speech/")
    page.locator("#id_input").fill("Hello.")
    page.get_by_role("button", name="Voice board").click()
    page.wait_for_url("**/sets/**")
    expect(page.locator("#whole")).to_contain_text("13 of 13 said", timeout=60_000)
    first = page.locator(".take-row").first
    expect(first.locator(".take")).to_be_visible(timeout=60_000)
    before = first.locator("[data-run]").get_attribute("data-run")
    first.get_by_role("button", name="Another take").click()
    expect(first.locator(f"[data-run='{before}']")).to_have_count(0)
    expect(first.locator(".take")).to_be_visible(timeout=60_000)
    check(page)
