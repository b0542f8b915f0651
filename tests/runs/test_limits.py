"""Per-user limits: what is refused is not sent and says when it is free again; what waits in a set waits."""

import json
import re
import uuid
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from playground.accounts import limits
from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs import admission, services, sets, turns
from playground.runs.admission import LimitReached
from playground.runs.models import Run, Status

pytestmark = pytest.mark.django_db
OPERATION = "create_chat_completion"
PARAMS = {"model": "m", "messages": []}


@pytest.fixture
def connection() -> Connection:
    return Connection.objects.create(owner=User.local(), name="Paid", base_url="http://127.0.0.1:1/v1")


def begin(connection: Connection, user: User | None = None, operation: str = OPERATION) -> Run:
    return services.start(user or User.local(), connection, operation, PARAMS, uuid=uuid.uuid4())


def end(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(status=Status.COMPLETED)


def test_asks_the_database_nothing_without_limits(connection, django_assert_num_queries):
    run = Run(owner=User.local(), connection=connection, operation=OPERATION)
    with django_assert_num_queries(0):
        admission.admit(run)
        admission.check_cost(run.owner, connection, OPERATION)
        assert admission.turns_now(run.owner, 4) == 4


def test_lets_so_many_run_at_once(settings, connection):
    settings.LIMIT_CONCURRENT_RUNS = 2
    first, _ = begin(connection), begin(connection)
    with pytest.raises(LimitReached, match="2 runs under way at once, and 2 are"):
        begin(connection)
    assert Run.objects.count() == 2
    end(first)
    begin(connection)
    begin(connection, User.objects.create(username="another"))


def test_takes_the_same_form_twice_as_one_run_at_the_limit(settings, connection):
    settings.LIMIT_CONCURRENT_RUNS, settings.LIMIT_REQUESTS_PER_MINUTE = 1, 1
    same = uuid.uuid4()
    first = services.start(User.local(), connection, OPERATION, PARAMS, uuid=same)
    assert services.start(User.local(), connection, OPERATION, PARAMS, uuid=same) == first


def test_lets_so_many_begin_in_a_minute_though_they_are_deleted(settings, connection, monkeypatch):
    settings.LIMIT_REQUESTS_PER_MINUTE = 3
    now = 1_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    for _ in range(3):
        end(begin(connection))
        now += 10
    Run.objects.all().delete()
    with pytest.raises(LimitReached, match=r"3 runs a minute.*next may begin in 30 s") as refused:
        begin(connection)
    assert refused.value.retry_after == pytest.approx(30)
    now += 30.5
    begin(connection)
    with pytest.raises(LimitReached):
        begin(connection)


def test_ends_with_the_months_money(settings, connection):
    settings.LIMIT_MONTHLY_COST = Decimal("0.50")
    user = User.local()
    limits.spend(user, Decimal("0.30"))
    begin(connection)
    limits.spend(user, Decimal("0.20"))
    with pytest.raises(
        LimitReached, match=r"\$0.50 a month, and this month's have cost \$0.5000.* again on 1 "
    ):
        begin(connection)
    for operation in ("delete_response", "cancel_response"):
        begin(connection, operation=operation)
    begin(Connection.objects.create(owner=user, source="sandbox", name="Sandbox"))


def test_counts_this_month_only(settings, connection):
    user = User.local()
    limits.spend(user, Decimal(7))
    last = (limits.this_month() - timezone.timedelta(days=1)).replace(day=1)
    limits.Spending.objects.update(month=last)
    assert limits.spent(user) == 0
    limits.spend(user, Decimal("0.1"))
    limits.spend(user, Decimal("0.2"))
    assert limits.spent(user) == Decimal("0.3")
    assert limits.next_month() > timezone.localdate()
    assert limits.next_month().day == 1


def test_takes_what_an_admin_set_for_one_user(settings):
    settings.LIMIT_CONCURRENT_RUNS, settings.LIMIT_MONTHLY_COST = 2, Decimal(5)
    user = User(username="x", limits={"concurrent": None, "per_minute": 4, "monthly_cost": "7.50"})
    assert limits.limits_of(user) == limits.Limits(None, 4, Decimal("7.50"))
    assert limits.limits_of(User(username="y")) == limits.Limits(2, None, Decimal(5))


def test_lets_a_sets_runs_wait_for_a_place_and_a_minute(settings, connection, monkeypatch):
    settings.LIMIT_CONCURRENT_RUNS, settings.LIMIT_REQUESTS_PER_MINUTE = 2, 3
    now = 1_000_000.0
    monkeypatch.setattr("time.time", lambda: now)
    alone = begin(connection)
    made = sets.start_set(User.local(), connection, OPERATION, [PARAMS] * 5, kind="batch", concurrency=4)
    first = turns.claim_next(made.pk)
    assert len(first) == 1
    assert turns.claim_next(made.pk) == []
    end(alone)
    end(first[0])
    second = turns.claim_next(made.pk)
    assert len(second) == 1
    end(second[0])
    assert turns.claim_next(made.pk) == []
    now += 61
    assert len(turns.claim_next(made.pk)) == 2
    assert made.runs.filter(status=Status.QUEUED).count() == 1


def test_ends_a_set_when_the_months_money_is_gone(settings, connection):
    settings.LIMIT_MONTHLY_COST = Decimal(1)
    made = sets.start_set(User.local(), connection, OPERATION, [PARAMS] * 3, kind="batch", concurrency=1)
    end(turns.claim_next(made.pk)[0])
    limits.spend(User.local(), Decimal(2))
    assert turns.claim_next(made.pk) == []
    ended = made.runs.filter(status=Status.FAILED)
    assert ["$1.00 a month" in run.error["message"] for run in ended] == [True, True]
    with pytest.raises(LimitReached):
        sets.start_set(User.local(), connection, OPERATION, [PARAMS], kind="batch")
    assert type(made).objects.count() == 1


def test_says_at_the_form_what_the_limit_is_and_keeps_what_was_typed(settings, connection, client):
    settings.LIMIT_CONCURRENT_RUNS = 0
    client.post(f"/connections/{connection.pk}/use/")
    typed = {"model": "m", "composer": "Do not lose this"}
    page = client.post("/chat/", typed)
    assert page.status_code == 422
    assert "Do not lose this" in page.content.decode()
    assert "You may have 0 runs under way at once" in page.content.decode()
    card = client.post("/chat/", typed, headers={"HX-Request": "true"})
    assert card.status_code == 422
    assert 'id="errors" hx-swap-oob="true"' in card.content.decode()
    assert not Run.objects.exists()


def test_says_it_wherever_else_a_run_begins(settings, connection, client):
    run = begin(connection)
    end(run)
    settings.LIMIT_REQUESTS_PER_MINUTE = 0
    settings.LIMIT_MONTHLY_COST = Decimal(0)
    data = {"times": "3"}
    card = client.post(f"/history/{run.uuid}/repeat/", data, headers={"HX-Request": "true"})
    assert (card.status_code, card["HX-Reswap"]) == (422, "none")
    assert re.search(
        r'id="limit-reached" hx-swap-oob="true">.*\$0.00 a month', card.content.decode(), re.DOTALL
    )
    page = client.post(f"/history/{run.uuid}/repeat/", data)
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert Run.objects.count() == 1


def test_starts_no_pane_of_a_comparison_that_does_not_fit(settings, connection, client):
    settings.LIMIT_CONCURRENT_RUNS = 1
    panes = [{"id": str(n), "connection": connection.pk, "values": {"model": "m"}} for n in (1, 2)]
    state = json.dumps({"panes": panes, "turns": []})
    path = f"/chat/compare/{uuid.uuid4()}/run/"
    typed = {"state": state, "composer": "Hi", "run": str(uuid.uuid4())}
    answer = client.post(path, typed, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "at once" in answer.content.decode()
    assert not Run.objects.exists()


def test_tells_users_their_use_and_lets_admins_set_it(ada, mia, settings):
    settings.LIMIT_MONTHLY_COST = Decimal(5)
    limits.spend(mia[0], Decimal("1.25"))
    assert "$1.2500 of $5" in mia[1].get("/account/").content.decode()
    assert "$1.2500" in ada[1].get("/account/users/").content.decode()
    path = f"/account/users/{mia[0].pk}/limits/"
    assert mia[1].post(path, {"concurrent": "99"}).status_code == 404
    wrong = ada[1].post(path, {"concurrent": "many", "per_minute": "-1", "monthly_cost": "1e9"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count('class="field-error"') == 3
    ada[1].post(path, {"concurrent": "3", "monthly_cost": "$7.50"})
    mia[0].refresh_from_db()
    assert limits.limits_of(mia[0]) == limits.Limits(3, None, Decimal("7.50"))
    shown = ada[1].get(path).content.decode()
    assert 'value="3"' in shown
    assert Client().get(path).status_code == 302
