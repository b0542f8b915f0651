import pytest
from django.test import Client

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs.models import Run


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def upstream_is_not_there(tries_again_at_once):
    """The connection of `run` leads to where nothing listens."""


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def run() -> Run:
    connection = Connection.objects.create(owner=User.local(), name="None", base_url="http://127.0.0.1:1/v1")
    return Run.objects.create(owner=User.local(), connection=connection, operation="create_chat_completion")
