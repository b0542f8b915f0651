"""Where a login is asked for: nothing of this site is for nobody, but what `OPEN` names."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import sync_and_async_middleware

from playground.sandbox_key import is_sandbox_key

from .models import User
from .tokens import bearer, owner_of

# Health checks, and what guards itself: allauth's own pages, shared runs. Static files are served before anybody asks.
OPEN = ("/healthz", "/readyz", "/metrics", "/accounts/", "/shared/")
SANDBOX = "/sandbox/"
# As upstream's, a picture's address is its key: long, random and soon gone.
SANDBOX_OPEN = "/sandbox/v1/images/files/"
SAFE = {"GET", "HEAD", "OPTIONS"}


@sync_and_async_middleware
def login_required(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Answer for the view where the request is nobody's, or asks for more than its user's role may do."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> Any:
            if (answer := await sync_to_async(refusal)(request)) is not None:
                return answer
            return await get_response(request)

        return asynchronous

    def synchronous(request: HttpRequest) -> Any:
        if (answer := refusal(request)) is not None:
            return answer
        return get_response(request)

    return synchronous


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer in the view's place; None when the view may answer."""
    path = request.path_info
    if path.startswith(OPEN):
        return None
    if path.startswith(SANDBOX):
        return None if may_use_sandbox(path, bearer(request)) else sandbox_refusal()
    # With a token programs read; what changes something needs a login, whose forms carry a CSRF token.
    if request.method in SAFE and (owner := owner_of(bearer(request))):
        act_as(request, owner)
        return None
    if not request.user.is_authenticated:
        return to_login(request)
    if isinstance(request.user, User) and request.user.is_viewer and request.method not in SAFE:
        return looks_only(request)
    return None


def act_as(request: HttpRequest, owner: User) -> None:
    """Make the request this user's, for views that are async too."""

    async def auser() -> User:
        return owner

    request.user, request.auser = owner, auser


def looks_only(request: HttpRequest) -> HttpResponse:
    """What a viewer is told who would change something; in the page that it was tried on, where htmx asks."""
    words = "You may look at everything here that is yours, and start or change nothing: your role is viewer."
    if request.headers.get("hx-request") != "true":
        return HttpResponseForbidden(words, content_type="text/plain")
    # Only the card is taken, out of band.
    response = render(request, "components/refusal.html", {"words": words}, status=422)
    response["HX-Reswap"] = "none"
    return response


def may_use_sandbox(path: str, token: str) -> bool:
    """The sandbox is for users' programs, by their tokens, and for this server itself."""
    if path.startswith(SANDBOX_OPEN):
        return True
    return is_sandbox_key(token) or owner_of(token) is not None


def sandbox_refusal() -> JsonResponse:
    error = {
        "message": "This playground asks for a login: use a token of your account as the key of its sandbox.",
        "type": "invalid_request_error",
        "param": None,
        "code": "invalid_api_key",
    }
    return JsonResponse({"error": error}, status=401)


def to_login(request: HttpRequest) -> HttpResponse:
    """The login, and from there back to where the person was."""
    if request.path_info.endswith(".json") or bearer(request):
        words = "Log in, or read with a token of your account as Authorization: Bearer."
        return JsonResponse({"error": words}, status=401)
    is_htmx = request.headers.get("hx-request") == "true"
    came_from = request.get_full_path()
    if is_htmx:
        came_from = page_of(request.headers.get("hx-current-url", ""))
    elif request.method not in SAFE:
        came_from = "/"
    url = f"{reverse('account_login')}?{urlencode({'next': came_from})}"
    if not is_htmx:
        return redirect(url)
    # Not a redirect, which htmx would follow and put the login into the page.
    return HttpResponse(status=401, headers={"HX-Redirect": url})


def page_of(url: str) -> str:
    """Path and query of the page that htmx says it is in; the first page where that is no URL."""
    try:
        shown = urlsplit(url)
    except ValueError:
        return "/"
    return f"{shown.path}?{shown.query}" if shown.query else shown.path or "/"
