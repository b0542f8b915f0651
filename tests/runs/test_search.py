import pytest
from django.db import connection

from playground.accounts.models import User
from playground.runs import search, words
from playground.runs.models import Run

pytestmark = pytest.mark.django_db


def stored_run(prompt: object = "", answer: str = "", **fields: object) -> Run:
    params = {"messages": [{"role": "user", "content": prompt}]}
    run = Run.objects.create(
        owner=User.local(), operation="create_chat_completion", **{"params": params, "text": answer, **fields}
    )
    search.index(run)
    return run


def found(text: str) -> list[Run]:
    return list(search.matching(Run.objects.all(), text))


def test_finds_words_of_prompt_title_answer_and_error():
    run = stored_run(
        "Why is the sky blue", "Rayleigh scattering", title="Sky", error={"message": "quota exceeded"}
    )
    stored_run("Something else")
    for text in ("sky", "SCATTERING", "quota", "blue rayleigh", "scatt"):
        assert found(text) == [run]
    assert found("sky else") == []


def test_finds_a_run_by_its_ids():
    run = stored_run("x", response={"id": "chatcmpl-Bx81Qm"}, headers={"x-request-id": "req_77aa"})
    assert found("chatcmpl-Bx81Qm") == found("req_77aa") == found(str(run.uuid)) == [run]


def test_finds_accented_words_with_and_without_accents():
    run = stored_run("Crème brûlée, Łódź, ΕΛΛΆΔΑ, Straße")
    for text in ("creme", "brûlée", "ελλαδα", "strasse", "STRAẞE"):
        assert found(text) == [run]


@pytest.mark.parametrize("text", ["東", "東京", "東京都", "京都", "都", "タワー", "서울", "대학교", "กรุงเทพ"])
def test_finds_scripts_without_spaces(text):
    run = stored_run("東京都の天気とタワー。서울대학교 กรุงเทพมหานคร")
    stored_run("大阪府の天氣")
    assert found(text) == [run]


def test_finds_words_of_scripts_with_vowel_signs():
    run = stored_run("नमस्ते दुनिया")
    assert found("नमस्ते") == [run]


def test_finds_quoted_phrases_in_their_order_only():
    run = stored_run("the quick brown fox")
    assert found('"quick brown"') == [run]
    assert found('"brown quick"') == []
    assert found('"quick bro"') == []
    assert found("quick_bro") == [run]


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'",
        '""',
        "a'b",
        "*",
        "a* OR b",
        "NEAR(a b)",
        "a AND",
        "-a",
        "a:b",
        "(",
        "\\",
        "!!!",
        "a\0b",
        "\ud800",
        "%s",
        "a & | !",
    ],
)
def test_takes_any_input(text):
    run = stored_run("hello")
    run.text = "a\0b 'quoted' \\ \ud800"
    search.index(run)
    assert found("quoted") == [run]
    found(text)


def test_filters_nothing_for_blank_text_and_finds_nothing_for_mere_signs():
    run = stored_run("hello")
    assert found("  ") == [run]
    assert found("!?") == []


def test_leaves_out_encoded_bytes_and_roles():
    picture = "data:image/png;base64,iVBORw0KGgo"
    stored_run(
        [
            {"type": "image_url", "image_url": {"url": picture}},
            {"type": "input_audio", "input_audio": {"data": "UklGR" * 100}},
        ]
    )
    assert found("iVBORw0KGgo") == found("UklGR") == found("user") == []


def test_reads_the_prompt_of_every_operation():
    assert (
        words.prompt_text({"input": ["one", {"content": [{"type": "input_text", "text": "two"}]}]})
        == "one\ntwo"
    )
    assert words.prompt_text({"prompt": "three", "model": "m"}) == "three"
    assert words.prompt_text({"prompt": [1, 2]}) == ""
    assert len(words.prompt_text({"prompt": "word " * 100_000})) == words.MAX_TEXT


def test_keeps_one_entry_that_follows_the_run():
    run = stored_run("first")
    run.text = "second"
    search.index(run)
    assert found("first") == found("second") == [run]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM runs_search")
        assert cursor.fetchone() == (1,)


def test_leaves_nothing_behind_of_a_run_deleted_meanwhile():
    run = stored_run("first")
    copy = Run.objects.get()
    run.delete()
    search.forget(copy.pk)
    search.index(copy)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM runs_search")
        assert cursor.fetchone() == (0,)


def test_takes_more_distinct_words_than_a_tsvector_holds():
    answer = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(words.MAX_TEXT))
    assert stored_run("needle", answer) in found("needle")
