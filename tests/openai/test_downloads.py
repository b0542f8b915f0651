"""Files behind URLs: fetched from where they may be, with the key only where it belongs."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from playground.openai.client import Endpoint
from playground.openai.downloads import download
from playground.openai.errors import BadRequest, ConnectionFailed, MalformedAnswer, NotFound

ENDPOINT = Endpoint("http://10.1.2.3:8080/v1", key="sk-secret")


def names(**hosts: str) -> Callable[[str, int], Awaitable[list[str]]]:
    async def look(host: str, port: int) -> list[str]:
        return [hosts[host.replace(".", "_")]]

    return look


async def fetched(
    url: str, answer: Callable[[httpx.Request], httpx.Response], **more: object
) -> tuple[bytes, list[httpx.Request]]:
    asked: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer(request)

    look = names(cdn_example="93.184.216.34", inner_example="192.168.0.9")
    content = await download(url, ENDPOINT, look=look, transport=httpx.MockTransport(respond), **more)  # type: ignore[arg-type]
    return content, asked


def fine(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"bytes")


async def test_sends_the_key_to_the_endpoint_alone() -> None:
    _, [own] = await fetched("http://10.1.2.3:8080/files/1.png", fine)
    assert own.headers["authorization"] == "Bearer sk-secret"
    _, [port] = await fetched("http://10.1.2.3:9000/1.png", fine)
    assert "authorization" not in port.headers
    content, [foreign] = await fetched("https://cdn.example/1.png?sig=a%2Fb", fine)
    assert content == b"bytes"
    assert "authorization" not in foreign.headers


async def test_connects_to_the_address_that_it_has_looked_up() -> None:
    _, [asked] = await fetched("https://cdn.example/1.png", fine)
    assert asked.url.host == "93.184.216.34"
    assert asked.headers["host"] == "cdn.example"
    assert asked.extensions["sni_hostname"] == "cdn.example"


@pytest.mark.parametrize(
    "url",
    ["https://inner.example/", "file:///etc/passwd", "gopher://cdn.example/", "http://a@cdn.example/", ""],
)
async def test_refuses_where_nothing_is_fetched_from(url: str) -> None:
    with pytest.raises(BadRequest):
        await fetched(url, fine)


async def test_follows_no_redirect_into_a_private_network() -> None:
    for inside in ("http://inner.example/", "http://10.1.2.3:8080/v1/models"):
        with pytest.raises((BadRequest, KeyError)):
            await fetched(
                "https://cdn.example/1.png",
                lambda _, to=inside: httpx.Response(302, headers={"location": to}),
            )


async def test_ends_what_does_not_end() -> None:
    with pytest.raises(ConnectionFailed, match="without an end"):
        await fetched("https://cdn.example/1", lambda _: httpx.Response(302, headers={"location": "/1"}))
    with pytest.raises(MalformedAnswer, match="larger"):
        await fetched("https://cdn.example/1", lambda _: httpx.Response(200, content=b"x" * 2000), limit=1000)
    with pytest.raises(NotFound, match="answered 404"):
        await fetched("https://cdn.example/1", lambda _: httpx.Response(404))


async def test_keeps_a_member_out_of_private_networks_on_their_own_host_too() -> None:
    member = Endpoint("http://inner.example/v1", key="sk-secret", public_only=True)
    look = names(inner_example="192.168.0.9")
    with pytest.raises(BadRequest, match="private network"):
        await download("http://inner.example/1.png", member, look=look, transport=httpx.MockTransport(fine))
    asked: list[httpx.Request] = []
    look = names(inner_example="93.184.216.34")
    transport = httpx.MockTransport(lambda request: asked.append(request) or fine(request))
    await download("http://inner.example/1.png", member, look=look, transport=transport)
    assert asked[0].url.host == "93.184.216.34"
    assert asked[0].headers["authorization"] == "Bearer sk-secret"
