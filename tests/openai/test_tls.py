"""TLS to an upstream, under the connections that `network.py` paces: streams arrive, nothing is said to a stranger."""

import datetime
import ipaddress
import ssl
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from playground.openai import client, pace
from playground.openai.client import Client
from playground.openai.errors import ConnectionFailed

from .test_pace import WORDS, text, trickling
from .upstream import Upstream, asking, serving

PARAMS = {"model": "m", "messages": [], "stream": True}


def certificate(folder: Path, host: str) -> Path:
    """A certificate for this address that is its own authority, with its key, as one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "upstream")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    path = folder / "upstream.pem"
    path.write_bytes(
        made.public_bytes(encoding)
        + key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, no_password)
    )
    return path


def serves_as(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate of 127.0.0.1, which this machine is made to trust."""
    pem = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setattr(client, "_trusted", lambda: ssl.create_default_context(cafile=str(pem)))
    return pem


async def events_of(upstream: Upstream) -> list[str]:
    async with asking(Client(upstream.endpoint), "create_chat_completion", PARAMS) as opened:
        return [event.data async for some in opened.events() for event in some]


@pytest.mark.parametrize("beside", [0, 60])
async def test_a_stream_arrives_whole_among_few_and_many(trusted: Path, beside: int) -> None:
    with ExitStack() as others:
        for _ in range(beside):
            others.enter_context(pace.stream())
        async with serving(trickling, serves_as(trusted)) as upstream:
            assert text(await events_of(upstream)) == "".join(WORDS)
            assert text(await events_of(upstream)) == "".join(WORDS)
    # The second one went over the connection of the first.
    assert (upstream.connections, len(upstream.requests)) == (1, 2)


async def test_nothing_is_said_to_a_server_that_nobody_vouches_for(tmp_path: Path) -> None:
    async with serving(trickling, serves_as(certificate(tmp_path, "127.0.0.1"))) as upstream:
        with pytest.raises(ConnectionFailed) as failed:
            await events_of(upstream)
    assert failed.value.code == "tls"
    assert not upstream.requests


async def test_nothing_is_said_to_a_server_of_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = certificate(tmp_path, "127.0.0.2")
    monkeypatch.setattr(client, "_trusted", lambda: ssl.create_default_context(cafile=str(pem)))
    async with serving(trickling, serves_as(pem)) as upstream:
        with pytest.raises(ConnectionFailed) as failed:
            await events_of(upstream)
    assert failed.value.code == "tls"
    assert not upstream.requests
