import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs import code, events, inspector, readable, timing
from playground.runs.models import File, Piece, Run, Status
from playground.runs.pieces import Received, encode

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def stored_run(**fields: object) -> Run:
    return Run.objects.create(
        owner=User.local(),
        **{
            "operation": "create_chat_completion",
            "status": Status.COMPLETED,
            "status_code": 200,
            "params": {"model": "m-1", "messages": [{"role": "user", "content": "Hi"}]},
            "request": {
                "method": "POST",
                "url": "http://127.0.0.1:9/v1/chat/completions",
                "headers": {"Authorization": "Bearer …7f3a", "Content-Type": "application/json"},
                "body": {"model": "m-1", "messages": [{"role": "user", "content": "Hi"}]},
            },
            "headers": {"x-request-id": "req_1", "x-ratelimit-remaining-requests": "99"},
            "response": {"id": "chatcmpl-1", "choices": []},
            "headers_ms": 100,
            "first_token_ms": 200,
            "total_ms": 1000,
            **fields,
        },
    )


def chunk(ms: int, **delta: object) -> Received:
    return Received(
        ms, "", json.dumps({"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta}]})
    )


def journal(run: Run, *stretches: list[Received]) -> None:
    for seq, received in enumerate(stretches):
        Piece.objects.create(run=run, seq=seq, data=encode(received))


def shown(client, run: Run, tab: str, **query: str) -> str:
    response = client.get(reverse("runs:inspector", args=[run.uuid, tab]), query, headers=HTMX)
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    return response.content.decode()


def test_shows_the_request_as_sent(client):
    page = shown(client, stored_run(), "request")
    for part in ("POST", "http://127.0.0.1:9/v1/chat/completions", "Bearer …7f3a", "hl-nt"):
        assert part in page


def test_shows_what_will_be_sent_before_it_is(client):
    page = shown(client, stored_run(status=Status.QUEUED, request={}, status_code=None), "request")
    assert "Not sent yet" in page
    assert "/v1/chat/completions" in page
    assert "m-1" in page


def test_shortens_encoded_bytes_and_says_how_long_they_were(client):
    url = "data:image/png;base64," + "A" * 5000
    page = shown(
        client,
        stored_run(request={"body": {"messages": [{"content": [{"image_url": {"url": url}}]}]}}),
        "request",
    )
    assert "(5,022 characters)" in page
    assert "A" * 100 not in page


def test_cuts_a_very_large_body_and_links_to_all_of_it(client):
    run = stored_run(response={"data": list(range(100_000))})
    page = shown(client, run, "response")
    assert len(page) < inspector.BODY_SHOWN * 6
    assert reverse("runs:json", args=[run.uuid]) in page


def test_shows_the_response_with_its_status_line(client):
    page = shown(client, stored_run(), "response")
    assert "200 OK" in page
    assert "chatcmpl-1" in page


def test_shows_the_error_where_the_response_would_be(client):
    page = shown(
        client, stored_run(status_code=429, response=None, error={"message": "Slow down"}), "response"
    )
    assert "429 Too Many Requests" in page
    assert "Slow down" in page


@pytest.mark.parametrize("code", [299, 599, 999])
def test_shows_a_status_code_that_has_no_name(client, code):
    assert str(code) in shown(client, stored_run(status_code=code), "response")


def test_escapes_what_came_from_upstream(client):
    hostile = "</code><script>alert(1)</script>"
    run = stored_run(
        response={"x": hostile},
        headers={"x-a": hostile},
        params={"model": hostile},
        error={"message": hostile},
    )
    journal(run, [Received(1, hostile, hostile)])
    for tab in ("request", "response", "events", "headers", "timing"):
        assert "<script>" not in shown(client, run, tab)


def test_folds_events_of_one_kind_and_gives_times(client):
    run = stored_run()
    journal(
        run,
        [chunk(10, role="assistant"), chunk(30, content="Hel")],
        [chunk(35, content="lo"), Received(50, "", "[DONE]")],
    )
    groups = events.page(run).groups
    assert [group.kind for group in groups] == ["role", "content", "[DONE]"]
    assert groups[1].text == "Hello"
    assert [(event.number, event.ms, event.delta) for group in groups for event in group.events] == [
        (1, 10, 10),
        (2, 30, 20),
        (3, 35, 5),
        (4, 50, 15),
    ]
    page = shown(client, run, "events")
    assert "× 2" in page
    assert "30–35 ms" in page


@pytest.mark.parametrize(
    ("received", "kind"),
    [
        (Received(0, "response.output_text.delta", '{"delta": "x"}'), "response.output_text.delta"),
        (Received(0, "", '{"type": "speech.audio.delta"}'), "speech.audio.delta"),
        (
            Received(
                0, "", '{"choices": [], "usage": {"prompt_tokens": 1}, "object": "chat.completion.chunk"}'
            ),
            "usage",
        ),
        (Received(0, "", '{"choices": [{"delta": {}, "finish_reason": "stop"}]}'), "finish_reason stop"),
        (Received(0, "", '{"choices": "odd"}'), "chunk"),
        (Received(0, "", '{"choices": [null]}'), "chunk"),
        (Received(0, "", "[1, 2]"), "value"),
        (Received(0, "", "not json"), "not json"),
        (Received(0, "", '"\\ud800"'), "?"),
    ],
)
def test_names_an_event_by_what_it_brings(client, received, kind):
    run = stored_run()
    journal(run, [received])
    assert events.page(run).groups[0].kind == kind
    shown(client, run, "events")


def test_pages_events_without_gap_or_repeat(client):
    run = stored_run()
    received = [chunk(number, content=f"<{number}>") for number in range(250)]
    journal(run, received[:90], received[90:91], received[91:])
    seen, after = [], ""
    while after is not None:
        page = events.page(run, after)
        seen += [event for group in page.groups for event in group.events]
        after = page.after
    assert [event.ms for event in seen] == list(range(250))
    assert [event.number for event in seen] == list(range(1, 251))
    assert {event.delta for event in seen[1:]} == {1}
    assert 'id="more-events"' in shown(client, run, "events")
    assert "inspector-words" not in shown(client, run, "events", after="0.1.2.3")


def test_tells_the_events_of_several_choices_apart(client):
    run = stored_run(params={"model": "m-1", "n": 2})
    interleaved = [
        Received(ms, "", json.dumps({"choices": [{"index": ms % 2, "delta": {"content": f"word {ms}"}}]}))
        for ms in range(4)
    ]
    journal(run, interleaved)
    everything = shown(client, run, "events")
    for part in ("[0]", "[1]", "choices[1]", "word 0", "word 3"):
        assert part in everything
    second = shown(client, run, "events", choice="1")
    assert "word 1" in second
    assert "word 2" not in second
    (group,) = events.page(run, choice=1).groups
    assert group.text == "word 1word 3"


def test_names_an_event_without_a_name_by_what_it_brings(client):
    run = stored_run()
    journal(run, [Received(1, "message", chunk(1, content="Hi").data), Received(2, "ping", "{}")])
    assert [group.kind for group in events.page(run).groups] == ["content", "ping"]


def test_names_no_choice_where_there_is_one(client):
    run = stored_run()
    journal(run, [chunk(1, content="alone")])
    page = shown(client, run, "events", choice="7")
    assert "alone" in page
    assert "[0]" not in page


def test_filters_events_by_words(client):
    run = stored_run()
    journal(run, [chunk(1, content="one"), chunk(2, content="Two"), chunk(3, content="three")])
    (group,) = events.page(run, words="two").groups
    assert [event.number for event in group.events] == [2]
    assert "No event holds these words." in shown(client, run, "events", words="four")


@pytest.mark.parametrize(
    "after", ["x", "-1", "1.2", "9.9.9.9.9", "٣.1.1.1", "999999999.1.1.1", "99999999999999999999.0.0.0"]
)
def test_takes_any_cursor(client, after):
    shown(client, stored_run(), "events", after=after)


def test_explains_the_rate_limit_headers(client):
    page = shown(client, stored_run(), "headers")
    assert "requests left in the window" in page
    assert "Bearer …7f3a" in page


def test_divides_the_time_into_stretches_that_fill_the_bar():
    run = stored_run()
    stretches = timing.stretches(run)
    assert [(each.kind, each.ms) for each in stretches] == [
        ("waiting", 100),
        ("thinking", 100),
        ("streaming", 800),
    ]
    assert sum(each.width for each in stretches) == pytest.approx(timing.WIDTH)


@pytest.mark.parametrize(
    "fields",
    [
        {"headers_ms": None, "first_token_ms": None, "total_ms": None},
        {"headers_ms": 0, "first_token_ms": 0, "total_ms": 0},
        {"first_token_ms": None},
        {"total_ms": None},
        {"headers_ms": 500, "first_token_ms": 400},
    ],
)
def test_draws_whatever_was_measured(client, fields):
    run = stored_run(**fields)
    run.started_at = run.created_at + timedelta(milliseconds=20)
    run.finished_at = run.started_at
    run.save()
    assert "queued for" in shown(client, run, "timing")


def test_draws_the_bar_with_the_numbers_in_a_table(client):
    page = shown(client, stored_run(usage={"completion_tokens": 80}), "timing")
    assert "<svg" in page
    assert 'width="800.00"' in page
    assert "100.0" in page


def test_gives_code_in_three_languages_without_the_key(client):
    connection = Connection(owner=User.local(), name="Mine", base_url="https://example.test/v1")
    connection.set_key("sk-very-secret-7f3a")
    connection.save()
    page = shown(client, stored_run(connection=connection), "code")
    for part in ("curl", "Python", "JavaScript", "https://example.test/v1", "OPENAI_API_KEY"):
        assert part in page
    assert "sk-very" not in page


def test_gives_code_for_a_run_whose_connection_is_gone():
    assert code.endpoint_of(stored_run()).base_url == "http://127.0.0.1:9/v1"


def test_names_files_in_the_code(client):
    run = stored_run()
    file = File.objects.create(
        owner=run.owner, run=run, file="aa/x", name="cat.png", content_type="image/png", size=3
    )
    part = {"type": "image_url", "image_url": {"url": f"playground-file:{file.uuid}"}}
    run.params["messages"] = [{"role": "user", "content": [part]}]
    run.save()
    page = shown(client, run, "code")
    assert "data:image/png;base64," in page
    assert "cat.png" in page
    assert str(file.uuid) not in page


def test_says_why_there_is_no_code(client):
    run = stored_run(operation="delete_chat_completion", params={})
    assert "needs completion_id" in shown(client, run, "code")


def test_shows_the_panel_with_the_tab_that_was_open(client):
    run = stored_run()
    journal(run, [chunk(1, content="a"), chunk(2, content="b")])
    url = reverse("runs:inspector_panel", args=[run.uuid])
    closed = client.get(url).content.decode()
    assert 'aria-selected="true"' not in closed
    assert "POST /v1/chat/completions · 200" in closed
    opened = client.get(url, {"open": "timing"}).content.decode()
    assert '<svg class="timing"' in opened
    assert client.get(url, {"open": "nonsense"}).status_code == 200


def test_shows_a_tab_as_a_page_without_htmx(client):
    page = client.get(reverse("runs:inspector", args=[stored_run().uuid, "request"])).content.decode()
    assert "<html" in page
    assert "Bearer …7f3a" in page


def test_knows_neither_other_tabs_nor_other_runs(client):
    assert client.get(reverse("runs:inspector", args=[stored_run().uuid, "secrets"])).status_code == 404
    assert client.get(reverse("runs:inspector", args=[uuid4(), "request"])).status_code == 404
    stranger = User.objects.create(username="stranger")
    foreign = Run.objects.create(owner=stranger, operation="create_chat_completion")
    assert client.get(reverse("runs:inspector", args=[foreign.uuid, "request"])).status_code == 404


def test_follows_a_run_under_way(client):
    run = stored_run(
        status=Status.IN_PROGRESS, request={}, headers={}, response=None, status_code=None, total_ms=None
    )
    journal(run, [chunk(1, content="so far")])
    for tab in inspector.TABS.keys() - {"code"}:
        shown(client, run, tab)
    assert "so far" in shown(client, run, "events")


def test_shows_halves_of_surrogate_pairs_as_question_marks():
    assert readable.pretty({"\ud800": ["a\udfff"]}, indent=None) == '{"?": ["a?"]}'
