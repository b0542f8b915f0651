"""Making users: the first admin takes over what was made here before there was a login."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from . import audit
from .models import LOCAL_USERNAME, AuditEntry, User


def add_user(username: str, password: str, role: str, actor: User | None = None) -> User:
    """Make a user; the first admin is the machine's local user from now on. Raises `ValidationError` with words.

    The audit log names the actor: the admin who asked for it, None for a command or the settings.
    """
    with transaction.atomic():
        user = User(username=username, role=role)
        if role == User.Role.ADMIN and not admins().exists():
            user = User.objects.filter(username=LOCAL_USERNAME).first() or user
            user.username, user.role = username, role
        user.set_password(password)
        user.full_clean()
        validate_password(password, user)
        user.save()
        audit.note(actor, AuditEntry.Action.USER_MADE, user.username, role=role)
    return user


def second_factor(user: User) -> QuerySet[Any] | None:
    """What the user logs in with beside the password, an app's secret and recovery codes; None without."""
    if not apps.is_installed("allauth.mfa"):
        return None
    found: QuerySet[Any] = (
        apps.get_app_config("mfa").get_model("Authenticator")._default_manager.filter(user=user)
    )
    return found if found.exists() else None


def admins() -> QuerySet[User]:
    """Those who can log in and make others able to."""
    return User.objects.filter(role=User.Role.ADMIN, is_active=True).exclude(username=LOCAL_USERNAME)


def first_admin() -> bool:
    """Whether there is an admin; makes the one of ADMIN_PASSWORD where there is none. Raises `ValidationError`."""
    if admins().exists():
        return True
    if not settings.ADMIN_PASSWORD:
        return False
    try:
        add_user(settings.ADMIN_USERNAME, settings.ADMIN_PASSWORD, User.Role.ADMIN)
    except ValidationError:
        # Another process that starts at the same moment may have been first.
        if not admins().exists():
            raise
    return True
