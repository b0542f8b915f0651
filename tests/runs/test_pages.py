"""No page asks the database more with more in it."""

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.navigation import PAGES, Page
from playground.runs.models import Run, Status

MOST = 8


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url_name)
def test_asks_the_database_no_more_than_eight_times(
    page: Page, client: Client, django_assert_max_num_queries
) -> None:
    asked = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
    Run.objects.bulk_create(
        Run(
            owner=User.local(),
            operation="create_chat_completion",
            status=Status.COMPLETED,
            params=asked,
            text="A",
        )
        for _ in range(12)
    )
    # The first visit makes the built-in connections.
    assert client.get(page.url).status_code == 200
    with django_assert_max_num_queries(MOST):
        client.get(page.url)
