"""A request's body: bounded, whole, and in pieces."""

import hashlib
import os
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.started import StartedServer

LIMIT = 1_000_000


def in_chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), 10_000):
        yield content[start : start + 10_000]


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 64 * 1024 + 1, LIMIT])
@pytest.mark.parametrize("chunked", [False, True])
def test_gives_the_body_in_pieces_with_every_byte(flood: StartedServer, size: int, chunked: bool) -> None:
    content = os.urandom(size)
    answer = httpx.post(flood.url, content=in_chunks(content) if chunked else content)
    _, largest, total, digest = answer.text.split()
    assert int(largest) <= 64 * 1024
    assert (int(total), digest) == (size, hashlib.sha256(content).hexdigest())


def test_leaves_a_posted_form_to_the_application(flood: StartedServer) -> None:
    answer = httpx.post(flood.url, files={"file": ("a.bin", b"1" * 100_000)})
    assert int(answer.text.split()[2]) > 100_000


def test_keeps_the_connection_for_the_next_request(flood: StartedServer) -> None:
    with httpx.Client() as client:
        for _ in range(3):
            assert client.post(flood.url, content=b"1" * 200_000).status_code == 200


def test_refuses_a_body_that_says_it_is_too_large_without_reading_it(flood: StartedServer) -> None:
    with socket.create_connection(("127.0.0.1", flood.port), timeout=10) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % (LIMIT + 1))
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"UPLOAD_MAX_SIZE" in answer


def test_refuses_a_body_that_turns_out_too_large(flood: StartedServer) -> None:
    with socket.create_connection(("127.0.0.1", flood.port), timeout=10) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(11):
            connection.sendall(b"186a0\r\n" + b"1" * 100_000 + b"\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_shows_the_refusal_to_a_client_that_goes_on_sending(flood: StartedServer) -> None:
    assert httpx.post(flood.url, content=b"1" * 20 * LIMIT).status_code == 413


def test_does_not_take_its_root_path_from_the_client(flood: StartedServer) -> None:
    answer = httpx.get(f"{flood.url}/root", headers={"Daphne-Root-Path": "/elsewhere"})
    assert answer.text == "root path: "
