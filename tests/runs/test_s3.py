"""Files in a bucket: what is sent, made and read here lies there, whatever process asks."""

import re
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.runs.conftest import connected
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, prepared
from tests.visitor import Visitor

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
ACCESS = {"S3_ACCESS_KEY_ID": "anyone", "S3_SECRET_ACCESS_KEY": "anything", "S3_REGION": "us-east-1"}


@pytest.fixture
def bucket() -> Iterator[str]:
    """The address of a server with one bucket, `files`."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="anyone",
        aws_secret_access_key="anything",
    )
    client.create_bucket(Bucket="files")
    yield url
    server.stop()


def test_keeps_files_in_a_bucket_and_serves_ranges(
    tmp_path: Path, bucket: str, own_upstream: ScriptedUpstream
) -> None:
    environment = {**connected(own_upstream), **ACCESS, "S3_BUCKET": "files", "S3_ENDPOINT_URL": bucket}
    with (
        StartedServer(prepared(tmp_path), environment) as server,
        Visitor(server.wait_until_ready().url) as visitor,
    ):
        headers = {"X-CSRFToken": visitor.token, "Content-Type": "image/png", "X-File-Name": "a.png"}
        sent = visitor.client.post("/files/", content=PNG, headers=headers)
        assert sent.status_code < 300, sent.text
        address = re.search(r"/files/[0-9a-f-]{36}/", sent.text)[0]
        assert visitor.client.get(address).content == PNG
        part = visitor.client.get(address, headers={"Range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, PNG[100:200])
        assert part.headers["Content-Range"] == f"bytes 100-199/{len(PNG)}"
        assert visitor.client.get(address, headers={"Range": "bytes=-7"}).content == PNG[-7:]
        assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
