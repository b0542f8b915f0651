"""The desk on a real PostgreSQL, whose search and whose texts differ from SQLite's."""

from pathlib import Path

from tests.started import StartedServer, prepared
from tests.stored.upstream import StoredUpstream
from tests.visitor import HTMX, Visitor

from .conftest import environment, ids_in, synced

LIST = "/stored/completions/"


def test_searches_reviews_and_forgets(tmp_path: Path, postgres_url: str) -> None:
    with (
        StoredUpstream(5) as upstream,
        StartedServer(prepared(tmp_path), {**environment(upstream), "DATABASE_URL": postgres_url}) as server,
        Visitor(server.wait_until_ready().url) as visitor,
    ):
        assert "5 stored" in synced(visitor)
        assert "5 stored" in synced(visitor)
        said = {"source": "upstream", "verdict": "good", "note": "Käse & <b>\x00"}
        visitor.post(f"{LIST}chatcmpl-1/review/", said, headers=HTMX)
        expected = {
            "q=%22question+3%22": [3],
            "q=invoi": [4, 3, 2, 1, 0],
            "q=kase": [1],
            "q=nowhere": [],
            "q=%27+%26+%7C+%21+%3A%2A+%5C": [],
            "metadata%5Btopic%5D=sales&q=answer": [3, 1],
            "verdict=good": [1],
        }
        for query, numbers in expected.items():
            page = visitor.client.get(f"{LIST}synced/?{query}")
            assert (query, ids_in(page.text)) == (query, [f"chatcmpl-{number}" for number in numbers])
        assert visitor.client.get(f"{LIST}counts/?source=upstream&q=answer").status_code == 200
        for path in ("synced/a%00b/", "history/a%00b/", "a%00b/", "a%00b/json/", "synced/?q=%00&model=%00"):
            assert visitor.client.get(f"{LIST}{path}").status_code < 500, path
        visitor.post(f"{LIST}chatcmpl-1/forget/", {"source": "upstream"})
        assert ids_in(visitor.client.get(f"{LIST}synced/?q=%22question+1%22").text) == []
