import hashlib
import secrets
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

LOCAL_USERNAME = "local"
TOKEN_PREFIX = "pg-"


class User(AbstractUser):
    """Whoever owns connections, runs and files. On one person's machine there is one, named `local`."""

    class Role(models.TextChoices):
        ADMIN = "admin", "Admin"
        MEMBER = "member", "Member"
        VIEWER = "viewer", "Viewer"

    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)

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
