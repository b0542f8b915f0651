import asyncio
import json

import httpx
import pytest

from playground.openai import errors
from playground.openai.client import Client, Endpoint
from tests.openai.upstream import asking

READ = ("list_models", {})
CREATE = ("create_embedding", {"model": "m", "input": "x"})


class Upstream:
    """Gives these answers in turn (a status, or an httpx error), then 200, and notes the waits between."""

    def __init__(self, *answers, headers=None, code=None):
        self.answers = list(answers)
        self.headers = headers or {}
        self.code = code
        self.requests = 0
        self.waits = []
        self.retries = []
        self.client = Client(
            Endpoint("http://h/v1"), transport=httpx.MockTransport(self.answer), sleep=self.sleep
        )

    def answer(self, request):
        self.requests += 1
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        body = {"ok": True} if answer == 200 else {"error": {"message": "m", "code": self.code}}
        return httpx.Response(answer, json=body, headers=self.headers)

    async def sleep(self, seconds):
        self.waits.append(seconds)
        await asyncio.sleep(0)

    def note(self, attempt, delay, error):
        self.retries.append((attempt, delay, error.kind))


TIMEOUTS = [httpx.ConnectTimeout("x"), httpx.ReadTimeout("x")]
REFUSED = httpx.ConnectError("refused")
LOST = httpx.RemoteProtocolError("lost")


@pytest.mark.parametrize("failure", [429, 500, 502, 503, REFUSED, LOST, httpx.ConnectTimeout("x")], ids=repr)
async def test_reads_again(failure):
    upstream = Upstream(failure, failure)
    answer = await upstream.client.send(*READ, on_retry=upstream.note)
    assert await answer.body() == {"ok": True}
    assert upstream.requests == answer.attempts == 3
    assert [attempt for attempt, _, _ in upstream.retries] == [1, 2]
    assert [delay for _, delay, _ in upstream.retries] == upstream.waits
    assert 0.3 < upstream.waits[0] < upstream.waits[1] < 1.5


@pytest.mark.parametrize("failure", [429, REFUSED], ids=repr)
async def test_creates_again_where_nothing_was_done(failure):
    upstream = Upstream(failure)
    await upstream.client.send(*CREATE)
    assert upstream.requests == 2


@pytest.mark.parametrize("failure", [400, 408, 500, 503, LOST, httpx.WriteError("x"), *TIMEOUTS], ids=repr)
async def test_creates_once_where_something_may_have_been_done(failure):
    upstream = Upstream(failure)
    with pytest.raises(errors.OpenAIError):
        await upstream.client.send(*CREATE)
    assert (upstream.requests, upstream.waits) == (1, [])


@pytest.mark.parametrize("failure", [400, 401, 404, 501, 302], ids=repr)
async def test_does_not_repeat_what_stays_refused(failure):
    upstream = Upstream(failure)
    with pytest.raises(errors.OpenAIError):
        await upstream.client.send(*READ)
    assert upstream.requests == 1


async def test_gives_up_after_two_retries():
    upstream = Upstream(500, 500, 500, 500)
    with pytest.raises(errors.ServerFailed):
        await upstream.client.send(*READ)
    assert upstream.requests == 3


async def test_waits_as_long_as_the_server_asks():
    upstream = Upstream(429, headers={"retry-after": "7"})
    await upstream.client.send(*CREATE, on_retry=upstream.note)
    assert upstream.waits == [7]
    assert upstream.retries == [(1, 7, "rate_limit")]


async def test_does_not_wait_longer_than_a_minute():
    upstream = Upstream(429, headers={"retry-after": "61"})
    with pytest.raises(errors.RateLimited) as caught:
        await upstream.client.send(*CREATE)
    assert caught.value.retry_after == 61
    assert upstream.requests == 1


async def test_does_not_wait_for_a_quota():
    upstream = Upstream(429, code="insufficient_quota")
    with pytest.raises(errors.RateLimited):
        await upstream.client.send(*CREATE)
    assert upstream.requests == 1


async def test_opens_again():
    upstream = Upstream(429)
    async with asking(upstream.client, *CREATE) as answer:
        assert await answer.body() == {"ok": True}
    assert answer.attempts == 2


async def test_can_be_cancelled_while_it_waits():
    waiting = asyncio.Event()

    async def sleep(seconds):
        waiting.set()
        await asyncio.Event().wait()

    answer = httpx.MockTransport(lambda request: httpx.Response(429, content=json.dumps({"error": "x"})))
    sending = asyncio.create_task(Client(Endpoint("http://h"), transport=answer, sleep=sleep).send(*CREATE))
    await waiting.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
