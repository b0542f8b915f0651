"""Several people at one playground, each with a role and a browser of their own, in the test's own process."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.test import Client

from playground.accounts.models import User

Person = tuple[User, Client]


@pytest.fixture
def with_login(settings) -> None:
    """As with LOGIN=required: each request is somebody's, or is sent to the login."""
    # Read before the setting changes, which would bring allauth's URLs without its apps.
    import_module("playground.urls")
    settings.LOGIN_REQUIRED = True
    settings.ROOT_URLCONF = "tests.login_urls"
    settings.MIDDLEWARE = [
        name.replace("middleware.local_user", "login.login_required") for name in settings.MIDDLEWARE
    ]


@pytest.fixture
def person(db, with_login) -> Callable[..., Person]:
    def make(name: str, role: str = User.Role.MEMBER) -> Person:
        user, client = User.objects.create(username=name, role=role), Client()
        client.force_login(user)
        return user, client

    return make


@pytest.fixture
def ada(person) -> Person:
    """An admin."""
    return person("ada", User.Role.ADMIN)


@pytest.fixture
def mia(person) -> Person:
    """A member."""
    return person("mia")
