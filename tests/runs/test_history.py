import json
import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs import history, search
from playground.runs.models import Run, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.local()


@pytest.fixture
def stranger():
    return User.objects.create(username="stranger")


def stored_run(owner: User, **fields: object) -> Run:
    fields = {
        "operation": "create_chat_completion",
        "model": "m-1",
        "status": Status.COMPLETED,
        "title": "A title",
        "params": {"model": "m-1", "messages": [{"role": "user", "content": "A question"}]},
        **fields,
    }
    run = Run.objects.create(owner=owner, **fields)
    search.index(run)
    return run


def listed(client, **query: str) -> list[str]:
    response = client.get(reverse("runs:list"), query)
    assert response.status_code == 200
    return [run.title for run in response.context["page"].runs]


def test_lists_runs_newest_first(client, user):
    for title in ("one", "two", "three"):
        stored_run(user, title=title)
    assert listed(client) == ["three", "two", "one"]


def test_shows_each_fact_of_a_run_in_its_row(client, user):
    stored_run(
        user,
        title="Why is the sky blue?",
        text="Because of scattering",
        connection_name="My server",
        usage={"prompt_tokens": 412, "completion_tokens": 138},
        cost="0.0004",
        total_ms=2100,
    )
    page = client.get(reverse("runs:list")).content.decode()
    for fact in (
        "Why is the sky blue?",
        "Because of",
        "My server",
        "412 → 138",
        "$0.0004",
        "2.1 s",
        "completed",
        "<time",
    ):
        assert fact in page


def test_says_in_its_row_why_a_run_failed(client, user):
    stored_run(user, status=Status.FAILED, error={"kind": "server", "message": "Out of <luck>"})
    assert "Out of &lt;luck&gt;" in client.get(reverse("runs:list")).content.decode()


def test_shows_earlier_answers_as_they_were_read(client, user):
    messages = [{"role": "user", "content": "a **b**"}, {"role": "assistant", "content": "c **d** <i>"}]
    run = stored_run(user, params={"messages": messages})
    page = client.get(run.get_absolute_url()).content.decode()
    assert "a **b**" in page
    assert "c <strong>d</strong> &lt;i&gt;" in page


def test_asks_again_only_for_the_rows_of_runs_under_way(client, user):
    done, live = stored_run(user), stored_run(user, status=Status.IN_PROGRESS)
    page = client.get(reverse("runs:list")).content.decode()
    [asked] = re.findall(r'hx-get="(/history/rows/[^"]*)"', page)
    assert str(live.uuid) in asked
    assert str(done.uuid) not in asked
    Run.objects.filter(pk=live.pk).update(status=Status.COMPLETED, total_ms=2100)
    rows = client.get(asked).content.decode()
    assert "completed" in rows
    assert "2.1 s" in rows
    assert "hx-trigger" not in rows


def test_gives_no_rows_of_others(client, stranger):
    run = stored_run(stranger, title="Theirs", status=Status.IN_PROGRESS)
    page = client.get(reverse("runs:rows"), {"run": [str(run.uuid), "nonsense"]}).content.decode()
    assert page.strip() == ""


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"operation": "create_embedding"}, ["embedding"]),
        ({"model": "m-2"}, ["other model"]),
        ({"status": "failed"}, ["failed"]),
        ({"pinned": "on"}, ["pinned"]),
        ({"q": "needle"}, ["words"]),
        ({"q": "needle", "status": "failed"}, []),
    ],
)
def test_filters(client, user, query, titles):
    stored_run(user, title="plain")
    stored_run(user, title="embedding", operation="create_embedding")
    stored_run(user, title="other model", model="m-2")
    stored_run(user, title="failed", status=Status.FAILED)
    stored_run(user, title="pinned", pinned=True)
    stored_run(user, title="words", text="a needle in a haystack")
    assert listed(client, **query) == titles


def test_filters_by_connection(client, user):
    connection = Connection.objects.create(owner=user, name="Mine", base_url="http://127.0.0.1:9/v1")
    stored_run(user, title="other")
    stored_run(user, title="mine", connection=connection)
    assert listed(client, connection=str(connection.pk)) == ["mine"]


def test_filters_by_whole_days(client, user):
    for day in (10, 11, 12):
        run = stored_run(user, title=f"day {day}")
        Run.objects.filter(pk=run.pk).update(created_at=datetime(2026, 3, day, 23, 59, tzinfo=UTC))
    assert listed(client, since="2026-03-11", until="2026-03-11") == ["day 11"]


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-13-45"},
        {"until": "9999-12-31"},
        {"since": "0001-01-01"},
        {"connection": "x"},
        {"connection": "9" * 30},
        {"operation": "no_such"},
        {"status": "\0"},
        {"model": "a\0b"},
        {"q": "x" * 5000},
        {"q": '"\0'},
        {"before": "x"},
        {"before": "9" * 40},
        {"before": "٣"},
        {"before": "-1"},
        {"run": "x"},
        {"run": str(uuid4())},
    ],
)
def test_takes_any_query(client, user, query):
    stored_run(user)
    assert client.get(reverse("runs:list"), query).status_code == 200


def test_says_which_filter_it_cannot_read(client, user):
    page = client.get(reverse("runs:list"), {"since": "2026-13-45"}).content.decode()
    assert "Write the date as 2026-03-12." in page


def test_shows_each_filter_as_a_chip_that_removes_it(client, user):
    response = client.get(reverse("runs:list"), {"model": "m-2", "status": "failed", "before": "7"})
    chips = {label: (value, rest) for label, value, rest in response.context["filters"].chips()}
    assert chips == {"model": ("m-2", "status=failed"), "status": ("Failed", "model=m-2")}
    assert "Clear filters" in response.content.decode()


def test_loads_more_from_a_cursor_without_gap_or_repeat(client, user):
    total = history.PAGE_SIZE * 2 + 5
    for number in range(total):
        Run.objects.create(owner=user, operation="create_embedding", title=str(number))
    seen, query = [], {}
    while True:
        page = client.get(reverse("runs:list"), query).context["page"]
        seen += [run.title for run in page.runs]
        stored_run(user, title="newer")
        if page.before is None:
            break
        query = {"before": page.before}
    assert seen == [str(number) for number in reversed(range(total))]


def test_gives_htmx_only_the_next_rows(client, user):
    stored_run(user)
    response = client.get(reverse("runs:list"), headers={"HX-Request": "true", "HX-Target": "more"})
    assert "<html" not in response.content.decode()
    assert "HX-Target" in response["Vary"]


def test_needs_few_queries_whatever_the_number_of_rows(client, user, django_assert_max_num_queries):
    listed(client)
    for number in range(history.PAGE_SIZE + 1):
        stored_run(user, title=str(number), params={"messages": ["x" * 10_000]})
    with django_assert_max_num_queries(8) as captured:
        listed(client, q="title", status="completed")
    rows = next(query["sql"] for query in captured if "excerpt" in query["sql"])
    assert '"params"' not in rows
    assert '"response"' not in rows
    assert "OFFSET" not in rows


def test_never_shows_the_runs_of_others(client, user, stranger):
    run = stored_run(stranger, title="secret", text="secret")
    assert listed(client) == listed(client, q="secret") == []
    assert client.get(reverse("runs:list"), {"run": run.uuid}).context["chosen"] is None
    for name in ("detail", "json", "delete", "inspector_panel"):
        assert client.get(reverse(f"runs:{name}", args=[run.uuid])).status_code == 404
    for name in ("delete", "pin"):
        assert client.post(reverse(f"runs:{name}", args=[run.uuid])).status_code == 404
    client.post(reverse("runs:bulk"), {"action": "delete", "run": [run.uuid]})
    assert Run.objects.filter(pk=run.pk).exists()
    assert "secret" not in client.get(reverse("runs:recent")).content.decode()


def test_says_that_there_are_no_runs_yet_or_that_none_matches(client, user):
    assert "No runs yet" in client.get(reverse("runs:list")).content.decode()
    stored_run(user)
    page = client.get(reverse("runs:list"), {"q": "nowhere"}).content.decode()
    assert "No run matches" in page


def test_opens_a_run_beside_the_list(client, user):
    run = stored_run(user, text="The answer")
    page = client.get(reverse("runs:list"), {"run": run.uuid}).content.decode()
    assert f'id="run-{run.uuid}"' in page
    response = client.get(run.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "beside"})
    assert f'id="run-{run.uuid}"' in response.content.decode()
    assert "<html" not in response.content.decode()


def test_shows_a_run_on_its_own_page(client, user):
    run = stored_run(
        user, headers={"x-request-id": "req_1"}, params={"messages": [{"role": "user", "content": "<b>Hi"}]}
    )
    page = client.get(run.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Hi" in page
    assert "req_1" in page
    assert "http-equiv" not in page


def test_refreshes_the_page_of_a_live_run_without_javascript(client, user):
    run = stored_run(user, status=Status.IN_PROGRESS)
    page = client.get(run.get_absolute_url()).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page


@pytest.mark.parametrize(
    "params",
    [
        {"messages": "text", "prompt": 7, "input": None},
        {"messages": [{"role": 5, "content": [None, 3, {"text": 4}, {"type": "image_url"}]}, "bare", [1]]},
        {"input": {"a": 1}, "prompt": ["one", [1, 2]]},
    ],
)
def test_shows_a_request_of_any_shape(client, user, params):
    run = stored_run(user, params=params)
    assert client.get(run.get_absolute_url()).status_code == 200


def test_gives_a_run_as_json(client, user):
    run = stored_run(user, response={"id": "chatcmpl-1"}, text="Hello", cost="0.5", headers_ms=5)
    response = client.get(reverse("runs:json", args=[run.uuid]))
    body = json.loads(response.content)
    assert response["Content-Type"] == "application/json"
    assert body["uuid"] == str(run.uuid)
    assert body["response"] == {"id": "chatcmpl-1"}
    assert (body["text"], body["cost"], body["timings"]["headers_ms"]) == ("Hello", "0.500000000", 5)
    assert client.get(f"/history/{uuid4()}.json").status_code == 404


def test_gives_the_latest_runs_that_match_to_the_palette(client, user):
    for number in range(12):
        stored_run(user, title=f"apple {number}")
    stored_run(user, title="pear")
    page = client.get(reverse("runs:recent"), {"q": "app"}).content.decode()
    assert page.count("<a ") == 8
    assert "apple 11" in page
    assert "pear" not in page
