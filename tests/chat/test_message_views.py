import json

import pytest
from django.test import Client

from playground.runs.models import Run

pytestmark = pytest.mark.django_db


def test_draws_rows_in_the_order_given(client: Client):
    messages = [{"role": "user", "content": "one"}, {"role": "assistant", "content": "*two*"}]
    html = client.post("/chat/rows/", {"messages": json.dumps(messages)}).content.decode()
    assert html.count('class="message"') == 2
    assert html.index(">one<") < html.index("<em>two</em>")


@pytest.mark.parametrize("messages", ["", "{", "{}", '["text"]'])
def test_refuses_what_is_no_list_of_messages(client: Client, messages: str):
    assert client.post("/chat/rows/", {"messages": messages}).status_code == 400


def test_shows_the_code_of_the_form_and_sends_nothing(client: Client):
    response = client.post("/chat/code/", {"model": "gpt-4.1-mini", "composer": "Say hi", "messages": "[]"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Say hi" in html
    assert "$OPENAI_API_KEY" in html
    assert not Run.objects.exists()


def test_names_the_field_that_keeps_the_code_from_being_made(client: Client):
    form = {"model": "gpt-4.1-mini", "composer": "Say hi", "temperature": "9"}
    response = client.post("/chat/code/", form, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert "#id_temperature" in response.content.decode()
