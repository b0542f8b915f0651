import pytest

from playground.openai.client import close_pool


@pytest.fixture(autouse=True)
async def closed_pool():
    """Leave no connection open behind a test."""
    yield
    await close_pool()
