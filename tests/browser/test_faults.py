"""The network and the server go wrong under an open page: it says so, and mends itself."""

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer

from .chat_page import CHAT, answer, ask, ended, run_of, send


@pytest.fixture(scope="module")
def server(scripted_server: StartedServer) -> StartedServer:
    return scripted_server


def test_finds_out_that_the_network_was_lost_for_a_minute(page: Page, upstream: ScriptedUpstream) -> None:
    sockets: list[WebSocketRoute] = []
    lost: set[int] = set()

    def through(socket: WebSocketRoute) -> None:
        to_server = socket.connect_to_server()
        mine = len(sockets)
        # A network that is lost closes nothing: what is sent just does not arrive.
        to_server.on_message(lambda frame: None if mine in lost else socket.send(frame))
        sockets.append(socket)

    page.clock.install()
    page.route_web_socket("**/ws/runs/**", through)
    ask(page)
    upstream.token("Before. ")
    expect(answer(page)).to_contain_text("Before.")
    lost.add(0)
    upstream.token("Meanwhile.")
    page.clock.fast_forward(60_000)
    expect(answer(page)).to_contain_text("Before. Meanwhile.")
    page.clock.fast_forward(2_000)
    upstream.finish()
    ended(page)
    expect(run_of(page).locator(".run-hint")).to_have_count(0)
    assert len(sockets) > 1


def test_says_that_a_run_could_not_be_started_and_starts_it_when_asked_again(
    page: Page, upstream: ScriptedUpstream
) -> None:
    page.goto(CHAT)
    refusals: list[Route] = []

    def refuse(route: Route) -> None:
        refusals.append(route)
        words = "The playground's disk is full. Free some space on it, then try again."
        route.fulfill(status=503, content_type="text/plain", body=words)

    page.route("**/chat/", refuse, times=1)
    send(page, "Still here")
    expect(page.get_by_role("alert")).to_have_text(
        "The playground's disk is full. Free some space on it, then try again."
    )
    expect(page.locator("#id_composer")).to_have_value("Still here")
    page.route("**/chat/", lambda route: route.abort(), times=1)
    page.locator("#run").click()
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    page.locator("#run").click()
    upstream.token("Here.")
    upstream.finish()
    ended(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(answer(page)).to_have_text("Here.")
    assert len(upstream.requests) == 1


def test_runs_once_when_the_answer_comes_between_two_clicks(page: Page, upstream: ScriptedUpstream) -> None:
    page.goto(CHAT)
    page.locator("#id_composer").fill("Once")
    page.locator("#run").hover()
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("[data-run]")).to_have_count(1)
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    upstream.token("Once.")
    upstream.finish()
    ended(page)
    expect(page.locator("[data-run]")).to_have_count(1)
    assert len(upstream.requests) == 1
