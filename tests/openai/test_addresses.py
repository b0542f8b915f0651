"""Requests for members go to public addresses only, and to the address that was looked at."""

import httpx
import pytest

from playground.openai import errors
from playground.openai.addresses import is_public, public_url
from playground.openai.client import Client, Endpoint


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_takes_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "ff02::1"),
        *("::", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1", "fec0::1"),
        *("2001:0:7f00:1::", "255.255.255.255", "240.0.0.1", "192.0.2.1", "2001:db8::1"),
    ],
)
def test_takes_no_other(address: str) -> None:
    assert not is_public(address)


async def test_connects_to_the_address_that_was_seen() -> None:
    async def look(host: str, port: int) -> list[str]:
        return ["2606:4700::1111", "8.8.8.8"]

    url = await public_url("https://api.example/v1/models?limit=2", look)
    assert url == ("https://[2606:4700::1111]:443/v1/models?limit=2", "api.example")


async def test_refuses_a_name_that_has_a_private_address_too() -> None:
    async def look(host: str, port: int) -> list[str]:
        return ["8.8.8.8", "127.0.0.1"]

    with pytest.raises(errors.BadRequest, match="private network"):
        await public_url("http://rebinding.example/", look)


async def test_sends_nothing_to_a_private_network_for_a_member() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"data": []})

    for url in ("http://127.0.0.1:1/v1", "http://localhost:1/v1", "http://[::1]:1/v1"):
        client = Client(Endpoint(url, public_only=True), transport=httpx.MockTransport(answer))
        with pytest.raises(errors.BadRequest, match="private network"):
            await client.send("list_models", {})
    assert asked == []


async def test_names_the_host_to_the_address() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"data": []})

    endpoint = Endpoint("https://8.8.8.8/v1", public_only=True)
    await Client(endpoint, transport=httpx.MockTransport(answer)).send("list_models", {})
    assert asked[0].headers["host"] == "8.8.8.8"
    assert asked[0].extensions["sni_hostname"] == "8.8.8.8"
