from typing import Any

import pytest

from playground.accounts.models import User
from playground.prompts import services
from playground.prompts.models import Version
from tests.runs.conftest import module_upstream, server, upstream, visitor

__all__ = ["module_upstream", "server", "upstream", "visitor"]

PARAMS: dict[str, Any] = {
    "messages": [
        {"role": "developer", "content": "Answer in {{language}}."},
        {"role": "user", "content": "What is the capital of {{ country }}?"},
    ],
    "model": "scripted",
    "temperature": 1.0,
    "seed": 7,
}


@pytest.fixture
def user() -> User:
    return User.local()


@pytest.fixture
def stranger() -> User:
    return User.objects.create(username="stranger")


@pytest.fixture
def version(user: User) -> Version:
    return services.create(
        user, "Capitals", PARAMS, note="First", examples={"language": "French", "country": "Peru"}
    )
