"""The audit log: who did what, written once, shown to admins, harmless whatever it names."""

import pytest
from django.db import transaction

from playground.accounts import audit
from playground.accounts.models import AuditEntry, User

pytestmark = pytest.mark.django_db
Action = AuditEntry.Action


@pytest.fixture
def ada() -> User:
    return User.objects.create(username="ada", role=User.Role.ADMIN)


def test_keeps_who_did_what_after_they_are_gone(ada: User) -> None:
    audit.note(ada, Action.TOKEN_MADE, "reports", ending="x1y2")
    User.objects.filter(pk=ada.pk).delete()
    kept = AuditEntry.objects.get()
    assert (kept.actor, kept.actor_name, kept.subject) == (None, "ada", "reports")
    assert kept.words == "Made a token"
    assert kept.details == {"ending": "x1y2"}


def test_changes_and_deletes_nothing(ada: User) -> None:
    audit.note(ada, Action.TOKEN_MADE, "reports")
    kept = AuditEntry.objects.get()
    for change in (
        kept.save,
        kept.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(subject="x"),
    ):
        with pytest.raises(NotImplementedError):
            change()


def test_shortens_and_disarms_names(ada: User) -> None:
    audit.note(
        ada, Action.UPSTREAM_DELETED, "a\0b\u202ec\nd\ud800" + "x" * 500, connection="\x1b[31m", count=3
    )
    kept = AuditEntry.objects.get()
    assert kept.subject.startswith("a\ufffdb\ufffdc\ufffdd\ufffdxx")
    assert len(kept.subject) == 200
    assert kept.details == {"connection": "\ufffd[31m", "count": 3}


def test_stands_and_falls_with_what_it_tells_of(ada: User) -> None:
    with transaction.atomic():
        audit.note(ada, Action.TOKEN_MADE, "reports")
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_knows_its_actions(ada: User) -> None:
    with pytest.raises(ValueError, match="eaten"):
        audit.note(ada, "run.eaten", "reports")
