"""The list of conversations, and what is done with one of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from playground.accounts.requests import HtmxHttpRequest
from playground.runs import deletion
from playground.runs.models import File, Run

from . import listing
from .models import Conversation

NOTICE = "conversations_notice"


def own(request: HtmxHttpRequest, uuid: UUID) -> Conversation:
    return get_object_or_404(Conversation.objects.for_user(request.user), uuid=uuid)


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def list_conversations(request: HtmxHttpRequest) -> HttpResponse:
    """The list as a page, as the chat page's pane, or its next rows only; `conversation` is the one that is open."""
    query = request.GET.get("q", "").replace("\0", "").strip()
    page = listing.page(request.user, query, request.GET.get("before", ""))
    context = {"page": page, "query": query, "current": request.GET.get("conversation", "")}
    if request.htmx.target == "more-conversations":
        return render(request, "chat/_conversation_rows.html", context)
    if request.htmx.target == "conversations":
        return render(request, "chat/_conversations.html", context)
    context["notice"] = request.session.pop(NOTICE, "")
    return render(request, "chat/conversations.html", context)


@require_safe
def outline(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """The tree of a conversation: each of its runs leads to the page as it was there."""
    conversation = own(request, uuid)
    steps = listing.outline(conversation)
    return render(request, "chat/outline.html", {"conversation": conversation, "steps": steps})


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """GET gives the row with a box for the title, POST with a `title` that is not blank the renamed row."""
    conversation = own(request, uuid)
    current = request.POST.get("conversation", request.GET.get("conversation", ""))
    if request.method == "POST":
        if title := " ".join(request.POST.get("title", "").replace("\0", "").split())[:200]:
            conversation.title = title
            conversation.save(update_fields=["title"])
        if not request.htmx:
            return redirect("chat:conversations")
    is_renamed = request.method != "POST" and "keep" not in request.GET
    context = {"conversation": listed(conversation), "renamed": is_renamed, "current": current}
    if not request.htmx:
        return render(request, "chat/rename.html", context)
    return render(request, "chat/_conversation_row.html", context)


def listed(conversation: Conversation) -> Conversation:
    """The same with what a row of the list shows."""
    return listing.annotated(Conversation.objects.filter(pk=conversation.pk)).get()


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """GET asks and names what goes, POST deletes the conversation with its runs."""
    conversation = own(request, uuid)
    runs = Run.objects.for_user(request.user).filter(turn__conversation=conversation)
    if request.method == "POST":
        deleted = deletion.delete(runs)
        Conversation.objects.filter(pk=conversation.pk).delete()
        request.session[NOTICE] = f"{conversation} with {deleted} was deleted."
        url = reverse("chat:conversations")
        return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
    count, files = runs.count(), File.objects.filter(run__in=runs).count()
    context = {"conversation": conversation, "count": count, "files": files}
    return render(request, "chat/_delete.html" if request.htmx else "chat/delete.html", context)
