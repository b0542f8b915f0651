"""The audit log as admins read it."""

import csv
import io
import json

import pytest
from django.test import Client

from playground.accounts import audit
from playground.accounts.models import AuditEntry
from playground.runs.models import Run
from playground.runs.signals import run_ended

Action = AuditEntry.Action
PAGE = "/account/audit/"


def noted() -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.order_by("id")
    return [(entry.actor_name, entry.action, entry.subject) for entry in entries]


def test_is_for_admins_alone(ada, mia):
    assert ada[1].get(PAGE).status_code == 200
    for path in (PAGE, f"{PAGE}export/csv/", f"{PAGE}export/json/", "/account/users/"):
        assert mia[1].get(path).status_code == 404
        assert ada[1].post(path).status_code == 405
    assert ada[1].get(f"{PAGE}export/xml/").status_code == 404


def test_tells_the_newest_first_and_the_older_on_their_pages(ada):
    for number in range(120):
        audit.note(ada[0], Action.TOKEN_MADE, f"token-{number:03}")
    first = ada[1].get(PAGE)
    assert [entry.subject for entry in first.context["entries"]][:2] == ["token-119", "token-118"]
    second = ada[1].get(PAGE, {"before": first.context["before"]})
    third = ada[1].get(PAGE, {"before": second.context["before"]})
    assert len(second.context["entries"]) == 50
    assert [entry.subject for entry in third.context["entries"]][-1] == "token-000"
    assert third.context["before"] is None


def test_filters_by_person_action_and_day(ada, mia):
    audit.note(ada[0], Action.TOKEN_MADE, "hers")
    audit.note(mia[0], Action.TOKEN_MADE, "mine")
    audit.note(mia[0], Action.TOKEN_REVOKED, "old")
    audit.note(None, Action.LOGIN_FAILED, "eve")

    def left(**query: str) -> list[str]:
        return [entry.subject for entry in ada[1].get(PAGE, query).context["entries"]]

    assert left(person="mia") == ["old", "mine"]
    assert left(person="-") == ["eve"]
    assert left(person="mia", action="token.made") == ["mine"]
    assert left(since="2001-01-01", until="2001-01-02") == []
    assert left(since="2001-01-01", person="ada") == ["hers"]
    assert len(left(person="\0", action="no.such", since="yesterday", before="x")) == 4


def test_shows_and_exports_hostile_names_as_text(ada):
    audit.note(ada[0], Action.CONNECTION_MADE, "<script>alert(1)</script>", address='"><img src=x>')
    audit.note(ada[0], Action.CONNECTION_MADE, "=HYPERLINK(1)")
    page = ada[1].get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    rows = list(csv.reader(io.StringIO(ada[1].get(f"{PAGE}export/csv/").content.decode())))
    assert [row[3] for row in rows] == ["subject", "'=HYPERLINK(1)", "<script>alert(1)</script>"]
    told = json.loads(ada[1].get(f"{PAGE}export/json/?action=connection.made").content)
    assert told[1]["details"] == {"address": '"><img src=x>'}
    assert json.loads(ada[1].get(f"{PAGE}export/json/?person=nobody").content) == []


def test_notes_what_is_done_to_users_and_tokens(ada, mia):
    admin, them = ada[1], f"/account/users/{mia[0].pk}/"
    admin.post("/account/users/add/", {"username": "bo", "password": "correct horse 9", "role": "viewer"})
    admin.post(them, {"role": "admin"})
    admin.post(them, {"role": "admin"})
    admin.post(them, {"active": "false"})
    admin.post(them, {"active": "true"})
    admin.post(f"{them}password/", {"password": "another horse 10"})
    admin.post(f"{them}limits/", {"concurrent": "2", "monthly_cost": "unlimited"})
    admin.post("/account/", {"name": "reports"})
    admin.post(f"/account/tokens/{ada[0].tokens.get().pk}/revoke/")
    Client().login(username="bo", password="a password that is wrong")
    Client().login(username="correct horse 9", password="typed into the wrong field")
    assert noted() == [
        ("ada", "user.made", "bo"),
        ("ada", "user.role", "mia"),
        ("ada", "user.locked_out", "mia"),
        ("ada", "user.let_in", "mia"),
        ("ada", "user.password", "mia"),
        ("ada", "user.limits", "mia"),
        ("ada", "token.made", "reports"),
        ("ada", "token.revoked", "reports"),
        ("", "login.failed", "bo"),
        ("", "login.failed", "an unknown name"),
    ]
    assert "horse" not in json.dumps(list(AuditEntry.objects.values("details")))


@pytest.mark.parametrize(
    ("operation", "param", "kind"),
    [
        ("delete_chat_completion", "completion_id", "stored completion"),
        ("delete_response", "response_id", "response"),
        ("delete_model", "model", "model"),
    ],
)
def test_notes_what_is_deleted_upstream(mia, operation, param, kind):
    run = Run.objects.create(
        owner=mia[0], operation=operation, params={param: "x-1"}, status="completed", connection_name="Team"
    )
    run_ended.send(Run, run=run, transcript=None)
    assert noted() == [("mia", "upstream.deleted", "x-1")]
    details = AuditEntry.objects.get().details
    assert (details["kind"], details["connection"], details["ended"]) == (kind, "Team", "completed")
