"""The shown branch of a conversation as a file."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.openai.errors import BadRequest
from playground.runs.models import Run

from . import export as exporting
from .branches import Tree
from .conversations import OPERATION, first_words, messages_of
from .models import Turn


@require_safe
def export(request: HtmxHttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The branch that ends with this run as `md`, `json` or `jsonl`; as jsonl with `branches=all` a line a leaf."""
    if kind not in exporting.TYPES:
        raise Http404
    runs = Run.objects.for_user(request.user).filter(operation=OPERATION)
    run = get_object_or_404(runs, uuid=uuid)
    turn = Turn.objects.filter(run=run).select_related("conversation").first()
    title = (turn.conversation.title if turn else first_words(messages_of(run))) or "Conversation"
    try:
        if kind == "jsonl" and turn and request.GET.get("branches") == "all":
            leaves = [node.run for node in Tree(turn.conversation_id).leaves()]
            content = "".join(map(exporting.as_line, runs.filter(uuid__in=leaves).order_by("pk")))
        elif kind == "md":
            content = exporting.as_markdown(run, title)
        else:
            content = exporting.as_json(run) if kind == "json" else exporting.as_line(run)
    except BadRequest as error:
        return HttpResponse(error.message, status=409, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=exporting.TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, exporting.file_name(title, kind)) or ""
    return response
