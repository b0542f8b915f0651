"""A PostgreSQL database and a Redis for tests that need the real ones; skipped only where none listens."""

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest

POSTGRES = os.environ.get("POSTGRES_TEST_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/15")


def skip_unless_it_listens(url: str) -> None:
    where = urlsplit(url)
    try:
        socket.create_connection((where.hostname or "127.0.0.1", where.port or 0), timeout=5).close()
    except OSError:
        pytest.skip(f"nothing listens at {where.hostname}:{where.port}")


@contextmanager
def postgres_database() -> Iterator[str]:
    """The URL of an empty database, dropped afterwards."""
    skip_unless_it_listens(POSTGRES)
    name = f"playground_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with postgres_database() as url:
        yield url


@pytest.fixture
def redis_url() -> str:
    skip_unless_it_listens(REDIS)
    return REDIS
