"""Every operation of the API is there, and each of its siblings."""

import pytest

from playground.openai.operations import NEIGHBOURS, OPERATIONS, find

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = {"completion_id": "chatcmpl-x", "response_id": "resp_x", "model": "sandbox-chat"}


@pytest.mark.parametrize("name", [*OPERATIONS, *NEIGHBOURS])
async def test_knows_the_operation(call, name):
    operation = find(name)
    answer = await call(operation.method, operation.path.format(**PATHS), {})
    assert answer.status != 405
    assert answer.status == 200 or answer.error["code"] not in ("unknown_url", "method_not_supported")
