"""Failed logins, for the audit log."""

from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver

from . import audit
from .models import AuditEntry, User


@receiver(user_login_failed)
def note_failure(credentials: dict[str, Any], **_: Any) -> None:
    """Note whose login failed. A name that nobody has may be a password in the wrong field: it is not written down."""
    name = str(credentials.get("username") or "")
    is_known = "\0" not in name and User.objects.filter(username=name).exists()
    audit.note(None, AuditEntry.Action.LOGIN_FAILED, name if is_known else "an unknown name")
