"""The pages of models: what a server lists is told, kept, and compared with the last time."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from playground.accounts.models import User
from playground.catalog.models import Look
from playground.connections.models import Connection, SeenModel
from playground.prompts.models import Prompt, Version
from playground.runs.models import Run

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def connection(client, make, upstream) -> Connection:
    connection = make(base_url=upstream.url)
    client.post("/connections/use/", {"connection": connection.pk})
    return connection


def offer(upstream: Any, *entries: Any) -> None:
    data = [entry if isinstance(entry, dict) else {"id": entry, "owned_by": "openai"} for entry in entries]
    upstream.body = json.dumps({"object": "list", "data": data})


def page(client: Any, address: str = "/models/", **options: Any) -> str:
    response = client.get(address, **options)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def ids(html: str) -> list[str]:
    rows = html.partition("catalog-table")[2].partition("</tbody>")[0].split("<tr>")[2:]
    return [row.partition('mono"')[2].partition(">")[2].partition("<")[0] for row in rows]


def in_days(days: int) -> str:
    return str(timezone.localdate() + timedelta(days=days))


def test_tells_what_the_server_says_of_a_model(client, connection, upstream) -> None:
    offer(
        upstream,
        {
            "id": "gpt-x",
            "owned_by": "me",
            "created": 1767225600,
            "shutdown_date": in_days(30),
            "max_model_len": 8192,
        },
    )
    html = page(client)
    for words in ("gpt-x", "me", "1 Jan 2026", "8,192", "shuts down in 30 days", "unknown"):
        assert words in html
    assert [path for path, _ in upstream.requests] == ["/v1/models"]


def test_knows_prices_and_contexts_of_known_models_only(client, connection, upstream, settings) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "sk-1", "https://api.openai.com/v1"
    from playground.catalog.prices import Known, known

    openai = Connection(source=Connection.Source.ENVIRONMENT)
    assert known("gpt-4o", openai).context_window == 128_000
    assert known("gpt-4o", openai).price.startswith("$2.5 in")
    assert known("no-such-model", openai) == Known()
    assert known("gpt-4o", connection) == Known()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["a-chat", "b-embed", "gpt-4o"]),
        ("sort=-id", ["gpt-4o", "b-embed", "a-chat"]),
        ("sort=created", ["b-embed", "a-chat", "gpt-4o"]),
        ("sort=-created", ["a-chat", "b-embed", "gpt-4o"]),
        ("q=OPENAI+4o", ["gpt-4o"]),
        ("owner=me", ["a-chat", "b-embed"]),
        ("ability=create_embedding", ["b-embed"]),
        ("ability=nonsense&sort=nonsense", ["a-chat", "b-embed", "gpt-4o"]),
        ("q=nothing-like-it", []),
    ],
)
def test_filters_and_sorts(client, connection, upstream, query: str, found: list[str]) -> None:
    offer(
        upstream,
        "gpt-4o",
        {"id": "a-chat", "owned_by": "me", "created": 20},
        {"id": "b-embed", "owned_by": "me", "created": 10},
    )
    assert ids(page(client, f"/models/?{query}")) == found


def test_filters_what_was_listed_without_asking_again(client, connection, upstream) -> None:
    offer(upstream, "one", "two")
    page(client)
    upstream.requests.clear()
    headers = {"HX-Request": "true", "HX-Target": "results"}
    assert ids(page(client, "/models/?q=two", headers=headers)) == ["two"]
    assert upstream.requests == []


def test_tells_what_is_new_and_what_is_gone_since_last_time(client, connection, upstream) -> None:
    offer(upstream, "old", "leaving")
    assert "Since last time" not in page(client)
    yesterday = timezone.now() - timedelta(days=1)
    Look.objects.update(at=yesterday, since=yesterday)
    SeenModel.objects.update(first_seen_at=yesterday - timedelta(days=1))
    offer(upstream, "old", "coming")
    for _ in range(2):
        html = page(client)
        assert "1 new" in html
        assert "1 gone" in html
        assert html.index("coming") < html.index("leaving") < html.index("<tbody>")
        assert ids(html) == ["coming", "old"]
    SeenModel.objects.update(first_seen_at=yesterday)
    SeenModel.objects.exclude(gone_at=None).update(gone_at=yesterday)
    Look.objects.update(at=timezone.now() - timedelta(hours=2))
    html = page(client)
    assert "Since last time" not in html
    assert "Gone earlier" in html


def test_a_model_that_came_back_is_new(client, connection, upstream) -> None:
    offer(upstream, "here")
    page(client)
    SeenModel.objects.update(gone_at=timezone.now(), first_seen_at=timezone.now() - timedelta(days=9))
    Look.objects.update(since=timezone.now() - timedelta(days=1))
    assert "1 new" in page(client)


def test_shows_what_was_seen_before_while_the_server_fails(client, connection, upstream) -> None:
    offer(upstream, "seen-before")
    page(client)
    upstream.status, upstream.body = 503, '{"error": {"message": "Down for <b>repair</b>"}}'
    html = page(client)
    assert "Down for &lt;b&gt;repair&lt;/b&gt;" in html
    assert ids(html) == ["seen-before"]
    assert not SeenModel.objects.exclude(gone_at=None).exists()


@pytest.mark.parametrize(
    "body", ["[1, 2]", "{}", '{"data": 5}', '"x"', "null", "<html>", '{"data": [null, 7, {"id": 1}]}']
)
def test_takes_any_answer(client, connection, upstream, body: str) -> None:
    upstream.body = body
    assert ids(page(client)) == []


def test_shows_hostile_ids_as_text_and_links_only_those_that_a_url_can_hold(
    client, connection, upstream
) -> None:
    names = [HOSTILE, "a/../b", "..", "//x", "per%2Fcent", "q?a=b#c", "x" * 201, "line\nbreak", "\u202eltr"]
    offer(upstream, *names, {"id": "owner", "owned_by": HOSTILE, "created": "x", "shutdown_date": [1]})
    html = page(client)
    assert "<img" not in html
    assert "/models/per%252Fcent/" in html
    assert "/models/q%3Fa=b%23c/" in html
    assert 'href="/models/../' not in html
    assert "x" * 201 not in html.partition("<tbody>")[2].partition("</table>")[0]
    assert SeenModel.objects.count() == 7


@pytest.mark.parametrize(
    ("model", "target"),
    [
        ("gpt-4o", "/v1/models/gpt-4o"),
        ("ft:gpt-4o:org::id", "/v1/models/ft:gpt-4o:org::id"),
        ("meta-llama/Llama-3", "/v1/models/meta-llama%2FLlama-3"),
        ("a b?c#d%", "/v1/models/a%20b%3Fc%23d%25"),
        ("größe", "/v1/models/gr%C3%B6%C3%9Fe"),
    ],
)
def test_retrieves_a_model_by_any_id(client, connection, upstream, model: str, target: str) -> None:
    upstream.body = json.dumps({"id": model, "owned_by": "someone", "created": 1767225600})
    response = client.get("/models/", {"model": model})
    html = page(client, response["Location"])
    assert [path for path, _ in upstream.requests] == [target]
    assert "someone" in html
    assert "1 January 2026" in html


@pytest.mark.parametrize("model", ["..", "a/../b", "a//b", "a\nb", "\u202ex"])
def test_has_no_page_for_what_a_url_cannot_hold(client, connection, upstream, model: str) -> None:
    from urllib.parse import quote

    assert client.get(f"/models/{quote(model)}/").status_code == 404
    assert upstream.requests == []


def test_says_404_for_a_model_that_nobody_knows(client, connection, upstream) -> None:
    upstream.status, upstream.body = 404, '{"error": {"message": "No such model", "code": "model_not_found"}}'
    response = client.get("/models/nobody/")
    assert response.status_code == 404
    assert "No such model" in response.content.decode()


def test_counts_what_of_mine_uses_it_and_nothing_of_others(client, connection, upstream, owner) -> None:
    other = User.objects.create(username="other")
    for user in (owner, other):
        Run.objects.create(
            owner=user, operation="create_response", model="m", title=f"said by {user.username}"
        )
        prompt = Prompt.objects.create(owner=user, name=f"prompt of {user.username}")
        prompt.latest = Version.objects.create(prompt=prompt, number=1, model="m", content="{}")
        prompt.save()
    html = page(client, "/models/m/")
    assert f"said by {owner.username}" in html
    assert f"prompt of {owner.username}" in html
    assert "of other" not in html
    assert "by other" not in html
    offer(upstream, "m")
    assert '?model=m">1</a>' in page(client)


def test_remembers_for_each_connection_apart_and_forgets_with_the_server(
    client, connection, upstream
) -> None:
    other = User.objects.create(username="other")
    theirs = Connection.objects.create(owner=other, name="Theirs", base_url=upstream.url)
    SeenModel.objects.create(connection=theirs, model="their-secret", first_seen_at=timezone.now())
    offer(upstream, "mine")
    assert "their-secret" not in page(client)
    typed = {"name": "Moved", "base_url": "https://elsewhere.example/v1", "key": "sk-new-key"}
    assert client.post(f"/connections/{connection.pk}/edit/", typed).status_code == 302
    assert [seen.model for seen in SeenModel.objects.all()] == ["their-secret"]


def test_counts_down_wherever_the_name_is_shown(client, connection, upstream, owner) -> None:
    offer(upstream, {"id": "leaving", "shutdown_date": in_days(12)}, {"id": "staying", "shutdown_date": None})
    page(client)
    run = Run.objects.create(
        owner=owner,
        connection=connection,
        operation="create_chat_completion",
        model="leaving",
        status="completed",
    )
    Run.objects.create(owner=owner, operation="create_chat_completion", model="leaving", status="completed")
    history = page(client, "/history/")
    assert 'value="leaving" label="shuts down in 12 days"' in history
    # Of the two runs only the one whose connection is known says so; the filter does once more.
    assert history.count("shuts down in 12 days") == 2
    assert "shuts down in 12 days" in page(client, f"/history/{run.uuid}/")
    drawn = {"operation": "create_image", "status": "completed", "response": {"data": []}}
    Run.objects.create(owner=owner, connection=connection, model="leaving", **drawn)
    assert "shuts down in 12 days" in page(client, "/images/")
    assert "in 12 days." in page(client, "/chat/?model=leaving").partition('aria-live="polite"')[2][:120]
    chat = page(client, "/chat/?model=staying")
    assert 'aria-live="polite" hidden></p>' in chat
    assert 'label="shuts down in 12 days"' in page(client, f"/connections/{connection.pk}/models/")


@pytest.mark.parametrize(
    ("day", "words"),
    [(0, "Shut down on"), (-5, "Shut down on"), (1, "tomorrow"), (2, "in 2 days")],
)
def test_counts_days(client, connection, upstream, day: int, words: str) -> None:
    upstream.body = json.dumps({"id": "m", "shutdown_date": in_days(day)})
    assert words in page(client, "/models/m/")
