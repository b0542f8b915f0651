"""The five operations over HTTP: every parameter reaches the server, and what it answers is on the page."""

import html
import re
import uuid
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.stored.upstream import PATH, StoredUpstream
from tests.visitor import HTMX, Visitor

from .conftest import ids_in

LIST = "/stored/completions/"


def asked(upstream: StoredUpstream, path: str) -> dict[str, str]:
    """The query of the last request for this path."""
    target = [target for _, target, _ in upstream.requests if urlsplit(target).path == path][-1]
    return dict(parse_qsl(urlsplit(target).query))


def test_lists_the_newest_first(visitor: Visitor, upstream: StoredUpstream) -> None:
    page = visitor.client.get(LIST).text
    assert asked(upstream, PATH) == {"order": "desc"}
    assert ids_in(page) == list(upstream.stored)[::-1]
    assert "Answer 4 is bold" in page
    assert "topic=billing" in page
    assert "14 → 5" in page


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("model=o4-mini", {"model": "o4-mini", "order": "desc"}),
        ("after=chatcmpl-3", {"after": "chatcmpl-3", "order": "desc"}),
        ("limit=2", {"limit": "2", "order": "desc"}),
        ("order=asc", {"order": "asc"}),
        (
            "metadata%5Btopic%5D=billing&metadata%5Ba+b%5D=%26",
            {"metadata[topic]": "billing", "metadata[a b]": "&", "order": "desc"},
        ),
        ('metadata={"topic":"sales"}', {"metadata[topic]": "sales", "order": "desc"}),
    ],
)
def test_sends_each_parameter_of_the_list(
    visitor: Visitor, upstream: StoredUpstream, query: str, sent: dict[str, str]
) -> None:
    assert visitor.client.get(f"{LIST}?{query}").status_code == 200
    assert asked(upstream, PATH) == sent


def test_turns_a_typed_pair_into_the_query_of_the_api(visitor: Visitor) -> None:
    answer = visitor.client.get(f"{LIST}?model=&metadata_key=topic&metadata_value=sales&limit=")
    assert answer.headers["location"] == f"{LIST}?metadata%5Btopic%5D=sales"


def test_loads_more_from_where_it_was(visitor: Visitor, upstream: StoredUpstream) -> None:
    page = visitor.client.get(f"{LIST}?limit=2").text
    more = html.unescape(re.search(r'id="more"><a class="button" href="([^"]+)"', page)[1])  # type: ignore[index]
    rest = visitor.client.get(more, headers={**HTMX, "HX-Target": "more"}).text
    assert ids_in(rest) == list(upstream.stored)[::-1][2:4]
    assert asked(upstream, PATH) == {"after": ids_in(page)[-1], "limit": "2", "order": "desc"}


def test_says_what_cannot_be_asked_and_asks_nothing(visitor: Visitor, upstream: StoredUpstream) -> None:
    answer = visitor.client.get(f"{LIST}?limit=101")
    assert answer.status_code == 422
    assert "limit must be 100 or less" in answer.text
    assert upstream.requests == []


@pytest.mark.parametrize("status", [404, 405, 501])
def test_offers_the_local_history_where_nothing_is_stored(
    visitor: Visitor, upstream: StoredUpstream, status: int
) -> None:
    upstream.lacking = status
    page = visitor.client.get(LIST).text
    assert "This server has no stored completions" in page
    assert "Review the local history" in page
    assert "A sync adds" not in page


def test_shows_what_the_server_refused_with_the_call_behind_it(
    visitor: Visitor, upstream: StoredUpstream
) -> None:
    upstream.lacking = 403
    page = visitor.client.get(LIST).text
    assert 'class="error-card"' in page
    assert "Ask again" in page
    assert "curl" in page


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("", {}),
        ("after=msg-1-0", {"after": "msg-1-0"}),
        ("limit=1", {"limit": "1"}),
        ("order=desc", {"order": "desc"}),
    ],
)
def test_opens_a_completion_with_a_page_of_its_messages(
    visitor: Visitor, upstream: StoredUpstream, query: str, sent: dict[str, str]
) -> None:
    page = visitor.client.get(f"{LIST}chatcmpl-1/?{query}").text
    assert f"GET {PATH}/chatcmpl-1" in upstream.targets("chatcmpl-1")
    assert asked(upstream, f"{PATH}/chatcmpl-1/messages") == sent
    assert "Answer 1 is <strong>bold</strong>" in page
    # The list beside it may name the question too.
    opened = page.partition('id="messages-title"')[2]
    assert ("Question 1 about invoices &lt;b&gt;&amp;" in opened) == (query != "limit=1")


def test_escapes_what_upstream_says(visitor: Visitor, upstream: StoredUpstream) -> None:
    upstream.stored["chatcmpl-0"]["metadata"] = {"<i>": "<script>"}
    upstream.stored["a/../b"] = {"id": "a/../b", "created": "soon", "choices": 5, "usage": [], "metadata": 3}
    try:
        page = visitor.client.get(LIST).text
    finally:
        del upstream.stored["a/../b"]
    assert "<script>" not in page.replace("<script src", "")
    assert "&lt;i&gt;=&lt;script&gt;" in page
    assert "a/../b" in page


def test_updates_the_metadata_and_shows_an_error_beside_its_field(
    visitor: Visitor, upstream: StoredUpstream
) -> None:
    run = str(uuid.uuid4())
    path = f"{LIST}chatcmpl-2/metadata/"
    answer = visitor.post(path, {"run": run, "metadata": '{"k": "ü"}'}, headers=HTMX)
    assert f'data-run="{run}"' in answer.text
    assert visitor.ended(run)["status"] == "completed"
    assert ("POST", f"{PATH}/chatcmpl-2", {"metadata": {"k": "ü"}}) in upstream.requests
    long = visitor.post(path, {"metadata": '{"k": "' + "x" * 513 + '"}'}, headers=HTMX)
    assert long.status_code == 422
    assert "values must be 512 characters or fewer" in long.text
    assert len(upstream.targets("chatcmpl-2")) == 1


def test_takes_all_labels_away(visitor: Visitor, upstream: StoredUpstream) -> None:
    run = str(uuid.uuid4())
    visitor.post(f"{LIST}chatcmpl-2/metadata/", {"run": run, "metadata": ""}, headers=HTMX)
    visitor.ended(run)
    assert upstream.requests[-1] == ("POST", f"{PATH}/chatcmpl-2", {"metadata": {}})


def test_asks_before_it_deletes(visitor: Visitor, upstream: StoredUpstream) -> None:
    path, run = f"{LIST}chatcmpl-3/delete/", str(uuid.uuid4())
    assert "cannot be undone" in visitor.client.get(path, headers=HTMX).text
    assert "chatcmpl-3" in upstream.stored
    visitor.post(path, {"run": run}, headers=HTMX)
    assert visitor.ended(run)["status"] == "completed"
    assert upstream.requests[-1][:2] == ("DELETE", f"{PATH}/chatcmpl-3")
    assert visitor.client.get(f"{LIST}chatcmpl-3/").status_code == 404


def test_fills_chat_with_the_very_request(visitor: Visitor) -> None:
    answer = visitor.post(f"{LIST}chatcmpl-1/chat/", {"source": "upstream"}, follow_redirects=True)
    page = html.unescape(answer.text)
    assert answer.request.url.path == "/chat/"
    assert "Question 1 about invoices <b>&" in page
    assert re.search(r'name="seed"[^>]*value="7"', page)
    assert re.search(r'name="temperature"[^>]*value="0.5"', page)
