"""The audit log as admins read it: newest first, filtered, and as a file. Nothing here changes it."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from playground.spreadsheets import harmless

from .models import AuditEntry, AuditEntryQuerySet
from .requests import HtmxHttpRequest
from .views import for_admins

PAGE_SIZE = 50
NOBODY = "-"
CURSOR = re.compile(r"[0-9]{1,18}")
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class AuditFilters(forms.Form):
    """The page's query string. What cannot be read filters nothing."""

    person = forms.CharField(required=False, max_length=200)
    action = forms.ChoiceField(required=False, choices=[("", "any"), *AuditEntry.Action.choices])
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))

    def entries(self) -> AuditEntryQuerySet:
        """What the filters leave, newest first."""
        self.is_valid()
        given = self.cleaned_data
        found = AuditEntry.objects.order_by("-id")
        if person := given.get("person"):
            found = found.filter(actor_name="" if person == NOBODY else person)
        if action := given.get("action"):
            found = found.filter(action=action)
        if since := given.get("since"):
            found = found.filter(at__gte=midnight(since))
        if until := given.get("until"):
            found = found.filter(at__lt=midnight(until + timedelta(days=1)))
        return found


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@require_safe
@for_admins
def page(request: HtmxHttpRequest) -> HttpResponse:
    filters = AuditFilters(request.GET)
    entries = filters.entries()
    if CURSOR.fullmatch(before := request.GET.get("before", "")):
        entries = entries.filter(pk__lt=int(before))
    rows = list(entries[: PAGE_SIZE + 1])
    context = {
        "filters": filters,
        "entries": rows[:PAGE_SIZE],
        "before": rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None,
        "query": query_string(request.GET),
        "is_first": not before,
    }
    return render(request, "accounts/audit.html", context)


def query_string(given: QueryDict) -> str:
    """The filters alone, without the place in the list."""
    query = given.copy()
    query.pop("before", None)
    return query.urlencode()


@require_safe
@for_admins
def export(request: HtmxHttpRequest, kind: str) -> HttpResponse:
    """All that the filters leave, as CSV or as a JSON list with a line for each."""
    if kind not in TYPES:
        raise Http404
    entries = AuditFilters(request.GET).entries().iterator(chunk_size=500)
    written = as_csv(entries) if kind == "csv" else as_json(entries)
    name = f"audit-{timezone.localdate():%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("".join(written), content_type=TYPES[kind], headers=headers)


class Line:
    """A file that gives back what is written to it, for `csv.writer`."""

    def write(self, text: str) -> str:
        return text


def as_csv(entries: Iterator[AuditEntry]) -> Iterator[str]:
    table = csv.writer(Line())
    yield table.writerow(["time", "person", "action", "subject", "details"])
    for entry in entries:
        details = "; ".join(f"{name}: {value}" for name, value in entry.details.items())
        cells = [entry.at.isoformat(), entry.actor_name, entry.action, entry.subject, details]
        yield table.writerow([harmless(cell) for cell in cells])


def as_json(entries: Iterator[AuditEntry]) -> Iterator[str]:
    separator = "["
    for entry in entries:
        yield f"{separator}\n{json.dumps(as_dict(entry), ensure_ascii=False)}"
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def as_dict(entry: AuditEntry) -> dict[str, Any]:
    return {
        "time": entry.at.isoformat(),
        "person": entry.actor_name or None,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
    }
