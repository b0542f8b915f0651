import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from playground.openai.client import Endpoint
from playground.openai.errors import AuthenticationFailed
from playground.sandbox_key import sandbox_key

from . import built_in
from .addresses import without_user
from .encryption import decrypt, encrypt, ending, opens

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from playground.accounts.models import User


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def for_user(self, user: "User | AnonymousUser | int") -> Self:
        """The connections that this user may use: their own, and where people log in those that admins share.

        A built-in one only while settings provide it. Sharing ends with its maker's being an admin.
        """
        usable = models.Q(owner=user, source__in=(Connection.Source.OWN, *built_in.present()))
        if settings.LOGIN_REQUIRED:
            usable |= models.Q(shared=True, owner__role="admin")
        return self.filter(usable)

    def changeable_by(self, user: "User") -> Self:
        """The connections that this user may look into, change and delete; to admins the shared ones too."""
        changeable = models.Q(owner=user)
        if settings.LOGIN_REQUIRED and user.is_admin:
            changeable |= models.Q(shared=True)
        return self.filter(changeable, source=Connection.Source.OWN)


class Connection(models.Model):
    """Where an operation is sent: a base URL, a key, headers.

    The key and the values of the headers are secrets: encrypted at rest, given out by `endpoint()` only. Of a
    built-in connection the row holds the name and what a test found; all else is read from settings at use.
    """

    class Source(models.TextChoices):
        OWN = "own", "Added here"
        SANDBOX = built_in.SANDBOX, "Embedded sandbox"
        ENVIRONMENT = built_in.ENVIRONMENT, "From the environment"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="connections")
    source = models.CharField(max_length=12, choices=Source, default=Source.OWN, editable=False)
    name = models.CharField(max_length=100)
    base_url = models.CharField("base URL", max_length=500, blank=True)
    encrypted_key = models.BinaryField(default=bytes, blank=True)
    key_hint = models.CharField(max_length=4, blank=True, editable=False)
    organization = models.CharField(max_length=200, blank=True)
    project = models.CharField(max_length=200, blank=True)
    encrypted_headers = models.BinaryField(default=bytes, blank=True)
    header_hints = models.JSONField(default=dict, blank=True, editable=False)
    idle_timeout = models.PositiveIntegerField(null=True, blank=True)
    shared = models.BooleanField(default=False)
    may_be_private = models.BooleanField(default=True, editable=False)
    models_seen = models.JSONField(default=list, blank=True, editable=False)
    tested_at = models.DateTimeField(null=True, blank=True, editable=False)
    test_result = models.JSONField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ("source", "name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "source"),
                condition=~models.Q(source="own"),
                name="one_built_in_of_each_kind",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('connections:list')}#connection-{self.pk}"

    @property
    def is_own(self) -> bool:
        return self.source == self.Source.OWN

    @property
    def url(self) -> str:
        """The base URL that requests go to, without a slash at its end."""
        if self.source == self.Source.SANDBOX:
            return built_in.sandbox_url()
        if self.source == self.Source.ENVIRONMENT:
            return built_in.environment_url()
        return self.base_url

    @property
    def is_discreet(self) -> bool:
        """Whether people use it who may not know its key, nor its headers: it is shared, or the server's own."""
        is_servers = self.source == self.Source.ENVIRONMENT and settings.LOGIN_REQUIRED
        return self.shared or is_servers

    @property
    def address(self) -> str:
        """The base URL fit for showing."""
        return without_user(self.url)

    @property
    def is_public_only(self) -> bool:
        """Whether this address may not be one of a private network: it is a member's, and no host that is allowed."""
        host = urlsplit(self.base_url).hostname
        return not self.may_be_private and host not in settings.PRIVATE_HOSTS

    @property
    def has_key(self) -> bool:
        return bool(settings.OPENAI_API_KEY if self.source == self.Source.ENVIRONMENT else self.encrypted_key)

    @property
    def key_ending(self) -> str:
        """The last four characters of the key, empty when it is too short to show any."""
        return ending(settings.OPENAI_API_KEY) if self.source == self.Source.ENVIRONMENT else self.key_hint

    @sensitive_variables()
    def set_key(self, key: str) -> None:
        """Keep this key from now on; an empty one removes it. The caller saves."""
        self.encrypted_key, self.key_hint = encrypt(key), ending(key)

    @sensitive_variables()
    def set_headers(self, headers: Mapping[str, str]) -> None:
        """Keep these extra headers from now on, in the place of all there were. The caller saves."""
        self.encrypted_headers = encrypt(json.dumps(dict(headers)) if headers else "")
        self.header_hints = {name: ending(value) for name, value in headers.items()}

    @sensitive_variables()
    def headers(self) -> dict[str, str]:
        """The extra headers with their values; raises `Undecryptable`."""
        headers: dict[str, str] = json.loads(decrypt(self.encrypted_headers) or "{}")
        return headers

    @property
    def unreadable(self) -> str:
        """Which secrets the present secret keys no longer open, in a sentence; empty when all is well."""
        if not opens(self.encrypted_key):
            return "The key cannot be read with the current SECRET_KEY; enter it again."
        if not opens(self.encrypted_headers):
            return "The extra headers cannot be read with the current SECRET_KEY; enter them again."
        return ""

    @sensitive_variables()
    def endpoint(self) -> Endpoint:
        """What the client needs to send here, secrets in the clear; `AuthenticationFailed` if unreadable."""
        if problem := self.unreadable:
            raise AuthenticationFailed(problem, advice="Open Connections, then Edit.")
        if self.source == self.Source.SANDBOX:
            return Endpoint(self.url, key=sandbox_key(self.owner_id))
        if self.source == self.Source.ENVIRONMENT:
            return Endpoint(
                self.url,
                key=settings.OPENAI_API_KEY.strip(),
                organization=settings.OPENAI_ORG_ID,
                project=settings.OPENAI_PROJECT_ID,
                discreet=self.is_discreet,
            )
        return Endpoint(
            self.url,
            key=decrypt(self.encrypted_key),
            organization=self.organization,
            project=self.project,
            headers=self.headers(),
            idle_timeout=self.idle_timeout,
            public_only=self.is_public_only,
            discreet=self.is_discreet,
        )


class SeenModel(models.Model):
    """A model that the server of a connection lists or once listed: what it said of it, and when it came and went.

    `created` is seconds since 1970, `context_window` tokens; `gone_at` is when it was first missing from the list.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="seen_models")
    position = models.PositiveIntegerField(default=0)
    model = models.CharField(max_length=200)
    owned_by = models.CharField(max_length=200, blank=True)
    created = models.PositiveIntegerField(null=True)
    shutdown_date = models.DateField(null=True)
    context_window = models.PositiveIntegerField(null=True)
    first_seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("connection", "model"), name="model_seen_once"),)

    def __str__(self) -> str:
        return self.model
