from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from playground.accounts.models import User


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def for_user(self, user: "User") -> Self:
        return self.filter(owner=user)


class Definition(models.Model):
    """A function, a custom tool or a schema, to be used again.

    `schema` is a function's `parameters`, a custom tool's `format` or a response format's `schema`. `canned_result`
    answers a call until somebody types another one; an `automatic` one does so without being asked.
    """

    class Kind(models.TextChoices):
        FUNCTION = "function", "Function"
        CUSTOM = "custom", "Custom tool"
        SCHEMA = "json_schema", "Schema"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="definitions")
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.FUNCTION, editable=False)
    name = models.CharField(max_length=64)
    description = models.TextField(blank=True)
    schema = models.JSONField(null=True, blank=True)
    strict = models.BooleanField(default=False)
    canned_result = models.TextField(blank=True)
    automatic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DefinitionQuerySet.as_manager()

    SCHEMA_NAMES = {Kind.FUNCTION: "parameters", Kind.CUSTOM: "format", Kind.SCHEMA: "schema"}

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("owner", "kind", "name"), name="one_definition_of_each_name"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:edit", args=[self.pk])

    @property
    def is_tool(self) -> bool:
        return self.kind != self.Kind.SCHEMA

    @property
    def schema_name(self) -> str:
        """What the API calls the schema of this kind."""
        return self.SCHEMA_NAMES[self.Kind(self.kind)]

    def wire(self, source: dict[str, Any] | None = None) -> dict[str, Any]:
        """The tool or the response format as chat completions take it; what `source` has beside stays in it."""
        known = ("name", "description", self.schema_name, "strict")
        body = {key: value for key, value in (source or {}).items() if key not in known}
        stated = {"name": self.name, "description": self.description, self.schema_name: self.schema}
        if self.strict:
            stated["strict"] = True
        return {
            "type": self.kind,
            self.kind: {**{key: value for key, value in stated.items() if value not in ("", None)}, **body},
        }
