"""A PostgreSQL database and a Redis for tests that need the real ones; skipped only where none listens."""

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.once import made_once, shared
from tests.started import ROOT, unset

POSTGRES = os.environ.get("POSTGRES_TEST_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("REDIS_TEST_URL", "redis://127.0.0.1:6379/15")


def skip_unless_it_listens(url: str) -> None:
    where = urlsplit(url)
    try:
        socket.create_connection((where.hostname or "127.0.0.1", where.port or 0), timeout=5).close()
    except OSError:
        pytest.skip(f"nothing listens at {where.hostname}:{where.port}")


def url_of(name: str) -> str:
    return urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()


def made_database(template: str) -> str:
    name = f"playground_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def drop_database(name: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def postgres_database(template: str = "template1") -> Iterator[str]:
    """The URL of a database that is a copy of `template`, else empty; dropped afterwards."""
    skip_unless_it_listens(POSTGRES)
    name = made_database(template)
    yield url_of(name)
    drop_database(name)


def migrate(folder: Path) -> None:
    name = made_database("template1")
    environment = unset() | {"DATABASE_URL": url_of(name), "PLAYGROUND_DATA_DIR": str(folder)}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    (folder / "name").write_text(name)


def migrated() -> str:
    """The name of a database with all tables and no rows, there until the tests end."""
    return (made_once("postgresql", migrate) / "name").read_text()


def pytest_unconfigure(config: pytest.Config) -> None:
    name = shared() / "postgresql" / "name"
    if not hasattr(config, "workerinput") and name.exists():
        drop_database(name.read_text())


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
