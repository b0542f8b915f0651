"""A PostgreSQL database and a Redis for tests that need the real ones; skipped only where none listens."""

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.started import ROOT, unset

POSTGRES = os.environ.get("POSTGRES_TEST_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/15")


def skip_unless_it_listens(url: str) -> None:
    where = urlsplit(url)
    try:
        socket.create_connection((where.hostname or "127.0.0.1", where.port or 0), timeout=5).close()
    except OSError:
        pytest.skip(f"nothing listens at {where.hostname}:{where.port}")


@contextmanager
def postgres_database(template: str = "template1") -> Iterator[str]:
    """The URL of a database that is a copy of `template`, else empty; dropped afterwards."""
    skip_unless_it_listens(POSTGRES)
    name = f"playground_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def migrated() -> str:
    """The name of a database with all tables and no rows, there until the tests end."""
    stack = ExitStack()
    url = stack.enter_context(postgres_database())
    atexit.register(stack.close)
    with tempfile.TemporaryDirectory() as folder:
        environment = unset() | {"DATABASE_URL": url, "PLAYGROUND_DATA_DIR": folder}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    return urlsplit(url).path.removeprefix("/")


@contextmanager
def migrated_database() -> Iterator[str]:
    """The URL of a database as a first start leaves it: migrating takes longer than most tests."""
    skip_unless_it_listens(POSTGRES)
    with postgres_database(migrated()) as url:
        yield url


@pytest.fixture
def empty_postgres_url() -> Iterator[str]:
    with postgres_database() as url:
        yield url


@pytest.fixture
def postgres_url() -> Iterator[str]:
    with migrated_database() as url:
        yield url


@pytest.fixture
def redis_url() -> str:
    skip_unless_it_listens(REDIS)
    return REDIS
