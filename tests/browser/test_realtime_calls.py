"""A session over WebRTC: a second page of the same Chromium is the provider at the other end."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.realtime.upstream import RealtimeUpstream
from tests.started import StartedServer, prepared

from .microphone import hearing, loudness

# Answers an offer with a tone, keeps what it hears and what the data channel brings.
ANSWER = """
async (sdp) => {
  const peer = new RTCPeerConnection();
  const context = new AudioContext();
  const tone = context.createOscillator();
  const out = context.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  window.provider = { peer, context, loudest: 0, received: [] };
  peer.ontrack = ({ track }) => {
    const stream = new MediaStream([track]);
    window.provider.element = Object.assign(new Audio(), { srcObject: stream, muted: true });
    const ear = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      window.provider.loudest = Math.max(window.provider.loudest, ...samples);
    }, 20);
  };
  peer.ondatachannel = ({ channel }) => {
    window.provider.channel = channel;
    channel.onmessage = ({ data }) => window.provider.received.push(data);
    window.provider.send = (event) => channel.send(JSON.stringify(event));
  };
  await peer.setRemoteDescription({ type: "offer", sdp });
  peer.addTrack(out.stream.getAudioTracks()[0], out.stream);
  await peer.setLocalDescription();
  await new Promise((resolve) => {
    if (peer.iceGatheringState === "complete") return resolve();
    peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve();
  });
  return peer.localDescription.sdp;
}
"""
RECEIVED = """
(type) => new Promise((resolve) => {
  const look = () => {
    const found = provider.received.find((text) => JSON.parse(text).type === type);
    if (found) resolve(JSON.parse(found));
    else setTimeout(look, 20);
  };
  look();
})
"""
IS_HEARD = """
() => new Promise((resolve) => {
  const look = () => (provider.loudest > 0.05 ? resolve() : setTimeout(look, 20));
  look();
})
"""
SPOKEN = (
    {"type": "session.created", "session": {"id": "sess_1", "model": "gpt-realtime"}},
    {"type": "input_audio_buffer.speech_started", "item_id": "item_1", "audio_start_ms": 900},
    {"type": "input_audio_buffer.speech_stopped", "item_id": "item_1", "audio_end_ms": 2000},
    {"type": "conversation.item.added", "item": {"id": "item_1", "type": "message", "role": "user"}},
    {
        "type": "conversation.item.input_audio_transcription.completed",
        "item_id": "item_1",
        "transcript": "Is this direct?",
    },
    {"type": "response.created", "response": {"id": "resp_1"}},
    {"type": "response.output_item.added", "item": {"id": "item_2", "type": "message", "role": "assistant"}},
    {"type": "output_audio_buffer.started", "response_id": "resp_1"},
    {"type": "response.output_audio_transcript.delta", "item_id": "item_2", "delta": "Straight to "},
    {"type": "response.output_audio_transcript.delta", "item_id": "item_2", "delta": "you."},
)
USAGE = {
    "input_tokens": 1000,
    "output_tokens": 1000,
    "input_token_details": {"audio_tokens": 900, "text_tokens": 100},
    "output_token_details": {"audio_tokens": 800, "text_tokens": 200},
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    flags = (
        "--autoplay-policy=no-user-gesture-required",
        "--allow-loopback-in-peer-connection",
        "--disable-features=WebRtcHideLocalIpsWithMdns",
    )
    with hearing(tmp_path_factory.mktemp("microphone"), *flags) as chromium:
        yield chromium


@pytest.fixture(scope="module")
def upstream() -> Iterator[RealtimeUpstream]:
    with RealtimeUpstream() as upstream:
        yield upstream


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, upstream: RealtimeUpstream) -> Iterator[StartedServer]:
    environment = {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": upstream.url}
    with StartedServer(prepared(tmp_path_factory.mktemp("calls")), environment) as started:
        yield started.wait_until_ready()


@pytest.fixture
def provider(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def call(page: Page, provider: Page, upstream: RealtimeUpstream, shape: str) -> str:
    """Connect by WebRTC; returns the address that the offer went to."""
    upstream.reset()
    page.goto(f"/realtime/?shape={shape}&model=gpt-realtime")
    page.locator("#realtime-way label", has_text="WebRTC").click()
    expect(page.locator("#realtime-way .for-webrtc")).to_contain_text("does not pass through this server")
    page.locator("[data-connect]").click()
    offer = upstream.offers.get(timeout=20)
    assert "authorization: bearer ek_" in offer.head
    offer.answer(provider.evaluate(ANSWER, offer.sdp))
    expect(page.locator("form[data-phase='open']")).to_be_attached()
    return offer.path


def test_talks_straight_to_the_provider_and_keeps_it(
    page: Page, provider: Page, upstream: RealtimeUpstream
) -> None:
    assert call(page, provider, upstream, "ga") == "/v1/realtime/calls"
    provider.evaluate(IS_HEARD)
    for event in SPOKEN:
        provider.evaluate("(event) => provider.send(event)", event)
    expect(page.locator(".by-user .turn-words")).to_have_text("Is this direct?")
    expect(page.locator(".by-assistant .turn-words")).to_contain_text("Straight to you.")
    expect(page.locator(".by-assistant")).to_contain_text("heard → first sound")

    # Text goes by the same channel, after what was being said.
    page.locator("[data-say]").fill("And typed?")
    page.locator("[data-say]").press("Enter")
    assert provider.evaluate(RECEIVED, "response.cancel")
    assert provider.evaluate(RECEIVED, "output_audio_buffer.clear")
    item = provider.evaluate(RECEIVED, "conversation.item.create")["item"]
    assert item["content"] == [{"type": "input_text", "text": "And typed?"}]
    done = {"type": "response.done", "response": {"id": "r", "status": "completed", "usage": USAGE}}
    provider.evaluate("(event) => provider.send(event)", done)
    expect(page.locator(".talk-line")).to_contain_text("connected")

    page.locator("[data-end].danger").click()
    expect(page.locator("[data-recording] audio")).to_have_count(2)
    assert loudness(page, "you") > 0.01
    assert loudness(page, "model") > 0.1
    page.reload()
    expect(page.locator(".by-user .turn-words")).to_have_text("Is this direct?")
    page.locator("[data-recorder-filter]").fill("output_audio_buffer")
    expect(page.locator(".recorder-row:visible")).to_have_count(2)
    expect(page.locator("#realtime-way [value='webrtc']")).to_be_checked()


def test_ends_with_all_of_it_when_the_provider_hangs_up(
    page: Page, provider: Page, upstream: RealtimeUpstream
) -> None:
    assert call(page, provider, upstream, "beta") == "/v1/realtime?model=gpt-realtime"
    for event in SPOKEN[:5]:
        provider.evaluate("(event) => provider.send(event)", event)
    expect(page.locator(".by-user .turn-words")).to_have_text("Is this direct?")
    provider.evaluate("provider.peer.close()")
    expect(page.locator("#realtime-result .error-card")).to_contain_text("What was said is kept")
    expect(page.locator("[data-recording] audio").first).to_be_visible()


def test_says_what_a_server_without_webrtc_answers(page: Page, upstream: RealtimeUpstream) -> None:
    upstream.reset()
    page.goto("/realtime/?shape=ga")
    page.locator("#realtime-way label", has_text="WebRTC").click()
    page.locator("[data-connect]").click()
    upstream.offers.get(timeout=20).answer('{"detail": "Not Found"}', "404 Not Found", "application/json")
    expect(page.locator("#realtime-result .error-card")).to_contain_text("Not Found")
    expect(page.locator("[data-connect]")).to_be_visible()


def test_refuses_an_expired_secret_and_says_what_to_do(page: Page, upstream: RealtimeUpstream) -> None:
    upstream.reset()
    upstream.lifetime = 2
    page.goto("/realtime/?shape=ga")
    page.locator("#run").click()
    expect(page.locator("[data-countdown]")).to_have_text("expired")
    expect(page.locator("[data-copy-secret]")).to_be_disabled()
    button = page.locator("[data-connect-secret]")
    expect(button).to_be_disabled()
    # As when it is pressed a moment before.
    button.evaluate("(button) => { button.disabled = false }")
    button.click()
    expect(page.locator("#realtime-result .error-card")).to_contain_text("The client secret has expired")
    expect(page.locator("#realtime-result .error-card")).to_contain_text(
        "Connect again: that mints a new one."
    )
    assert upstream.lines.empty()


def test_ends_with_its_page(page: Page, provider: Page, upstream: RealtimeUpstream) -> None:
    call(page, provider, upstream, "ga")
    run = page.locator("[data-session-run]").get_attribute("data-session-run")
    page.goto("/history/")
    page.goto(f"/history/{run}/")
    expect(page.locator(f"#run-{run}-state")).to_contain_text(re.compile("completed"))
    body = page.request.get(f"/history/{run}.json").json()
    assert json.dumps(body["response"]["closed"]) == json.dumps(
        {"code": 1000, "reason": "Ended on the page."}
    )
