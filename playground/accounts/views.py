"""One's own account with its tokens, and for admins everybody's."""

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import audit, limits
from .forms import LimitsForm, PasswordForm, TokenForm, UserForm
from .models import AuditEntry, Token, User
from .requests import HtmxHttpRequest
from .users import admins, second_factor

Action = AuditEntry.Action
View = Callable[..., HttpResponse]


def for_admins(view: View) -> View:
    """To others it is not there."""

    @wraps(view)
    def guarded(request: HtmxHttpRequest, /, **path: Any) -> HttpResponse:
        if not request.user.is_admin:
            raise Http404
        return view(request, **path)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HtmxHttpRequest) -> HttpResponse:
    """Who is logged in, and the tokens; a POST makes one, which this answer alone shows."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = ""
    if form.is_bound and form.is_valid():
        token, made = Token.make(request.user, form.cleaned_data["name"])
        audit.note(request.user, Action.TOKEN_MADE, token.name, ending=token.ending)
        form = TokenForm()
    context = {
        "form": form,
        "made": made,
        "tokens": Token.objects.for_user(request.user),
        "limits": limits.limits_of(request.user),
        "spent": limits.spent(request.user),
        "next_month": limits.next_month(),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HtmxHttpRequest, id: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.for_user(request.user), pk=id)
    audit.note(request.user, Action.TOKEN_REVOKED, token.name, ending=token.ending)
    token.delete()
    return redirect("accounts:account")


@require_safe
@for_admins
def users(request: HtmxHttpRequest) -> HttpResponse:
    return users_page(request, UserForm())


def users_page(request: HtmxHttpRequest, form: UserForm, **more: Any) -> HttpResponse:
    spent = limits.spent_by_user()
    rows = [(user, spent.get(user.pk, Decimal(0))) for user in User.objects.order_by("username")]
    context = {"form": form, "users": rows, "roles": User.Role.choices, **more}
    return render(request, "accounts/users.html", context, status=422 if form.errors or more else 200)


@sensitive_post_parameters()
@require_POST
@for_admins
def add(request: HtmxHttpRequest) -> HttpResponse:
    form = UserForm(request.POST)
    if not form.is_valid() or form.save(request.user) is None:
        return users_page(request, form)
    return redirect("accounts:users")


@require_POST
@for_admins
def change(request: HtmxHttpRequest, id: int) -> HttpResponse:
    """Another role, or let in and locked out. One admin who can log in always remains."""
    user = get_object_or_404(User, pk=id)
    before = (user.role, user.is_active)
    if (role := request.POST.get("role")) in User.Role.values:
        user.role = role
    if "active" in request.POST:
        user.is_active = request.POST["active"] == "true"
    if not (user.is_admin and user.is_active) and not admins().exclude(pk=user.pk).exists():
        return users_page(
            request, UserForm(), problem=f"{user.username} is the last admin: make another first."
        )
    user.save(update_fields=["role", "is_active"])
    note_change(request.user, user, *before)
    return redirect("accounts:users")


def note_change(actor: User, user: User, role: str, is_active: bool) -> None:
    if user.role != role:
        audit.note(actor, Action.ROLE_CHANGED, user.username, before=role, now=user.role)
    if user.is_active != is_active:
        audit.note(actor, Action.USER_LET_IN if user.is_active else Action.USER_LOCKED_OUT, user.username)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def user_limits(request: HtmxHttpRequest, id: int) -> HttpResponse:
    """What this user may do, in the place of what settings allow everybody."""
    user = get_object_or_404(User, pk=id)
    form = LimitsForm(user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        user.limits = form.limits
        user.save(update_fields=["limits"])
        audit.note(request.user, Action.LIMITS_CHANGED, user.username, **form.said())
        return redirect("accounts:users")
    context = {"form": form, "person": user, "spent": limits.spent(user)}
    return render(request, "accounts/limits.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def password(request: HtmxHttpRequest, id: int) -> HttpResponse:
    """A new password for who lost theirs, and if need be their second factor; it ends the user's sessions."""
    user = get_object_or_404(User, pk=id)
    form = PasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        audit.note(request.user, Action.PASSWORD_SET, user.username)
        if form.cleaned_data.get("remove_factor") and (factor := second_factor(user)):
            factor.delete()
            audit.note(request.user, Action.FACTOR_REMOVED, user.username)
        return redirect("accounts:users")
    context = {"form": form, "person": user}
    return render(request, "accounts/password.html", context, status=422 if form.errors else 200)
