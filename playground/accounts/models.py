import hashlib
import secrets
import time
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

LOCAL_USERNAME = "local"
TOKEN_PREFIX = "pg-"


class User(AbstractUser):
    """Whoever owns connections, runs and files. On one person's machine there is one, named `local`."""

    class Role(models.TextChoices):
        ADMIN = "admin", "Admin"
        MEMBER = "member", "Member"
        VIEWER = "viewer", "Viewer"

    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    # What an admin has set in the place of the settings, by name (`limits.NAMES`); null is no limit.
    limits = models.JSONField(default=dict, blank=True)

    @classmethod
    def local(cls) -> "User":
        """The person at this machine: made when first asked for, with no password to log in with."""
        user, created = cls.objects.get_or_create(username=LOCAL_USERNAME, defaults={"role": cls.Role.ADMIN})
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user

    @property
    def is_admin(self) -> bool:
        return self.role == self.Role.ADMIN

    @property
    def is_viewer(self) -> bool:
        return self.role == self.Role.VIEWER


class TokenQuerySet(models.QuerySet["Token"]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


class Token(models.Model):
    """What a program of its owner reads with, in place of a login. Only a digest of it is kept."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.name} …{self.ending}"

    @classmethod
    def make(cls, owner: User, name: str) -> tuple["Token", str]:
        """A new token and its text, which nobody can read again."""
        text = f"{TOKEN_PREFIX}{secrets.token_urlsafe(32)}"
        token = cls.objects.create(owner=owner, name=name, digest=digest_of(text), ending=text[-4:])
        return token, text


def digest_of(token: str) -> str:
    # A random token of 256 bits needs no slow hash.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Allowance(models.Model):
    """When the user's runs of the last minute began, in seconds since 1970; its row is the lock to count behind."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    begun = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.user_id}: {len(self.begun)} begun"

    def begin(self, recent: Iterable[float], count: int) -> None:
        """Note that so many runs begin now, and forget all but the recent ones."""
        self.begun = [*recent, *([time.time()] * count)]
        self.save(update_fields=["begun"])


class Spending(models.Model):
    """What the user's runs have cost in a month, in US dollars, whether or not they are still in the history."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    cost = models.DecimalField(max_digits=16, decimal_places=9, default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("month", "user"), name="one_sum_a_month"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.cost}"


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **_: Any) -> int:
        raise NotImplementedError("The audit log is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NotImplementedError("The audit log is never changed.")


class AuditEntry(models.Model):
    """One line of the audit log: `audit.note` writes it, nothing changes it."""

    class Action(models.TextChoices):
        CONNECTION_MADE = "connection.made", "Made a connection"
        CONNECTION_CHANGED = "connection.changed", "Changed a connection"
        KEY_REPLACED = "key.replaced", "Replaced a key"
        KEY_REMOVED = "key.removed", "Removed a key"
        CONNECTION_SHARED = "connection.shared", "Shared a connection"
        CONNECTION_UNSHARED = "connection.unshared", "Stopped sharing a connection"
        CONNECTION_DELETED = "connection.deleted", "Deleted a connection"
        USER_MADE = "user.made", "Made a user"
        ROLE_CHANGED = "user.role", "Changed a role"
        LIMITS_CHANGED = "user.limits", "Changed limits"
        USER_LOCKED_OUT = "user.locked_out", "Locked a user out"
        USER_LET_IN = "user.let_in", "Let a user in"
        PASSWORD_SET = "user.password", "Set a password"
        FACTOR_REMOVED = "user.factor", "Removed a second factor"
        LOGIN_FAILED = "login.failed", "Failed to log in"
        TOKEN_MADE = "token.made", "Made a token"
        TOKEN_REVOKED = "token.revoked", "Revoked a token"
        UPSTREAM_DELETED = "upstream.deleted", "Deleted upstream"
        RUN_SHARED = "run.shared", "Shared a run"
        RUN_UNSHARED = "run.unshared", "Stopped sharing a run"

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    actor_name = models.CharField(max_length=200, blank=True)
    # Without choices, which would make each new action a migration.
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    details = models.JSONField(default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("actor_name", "-id"), name="audit_by_person"),
            models.Index(fields=("action", "-id"), name="audit_by_action"),
            models.Index(fields=("at",), name="audit_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.subject}"

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None:
            raise NotImplementedError("The audit log is never changed.")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise NotImplementedError("The audit log is never changed.")

    @property
    def words(self) -> str:
        """What was done, as people say it."""
        return str(dict(self.Action.choices).get(self.action, self.action))
