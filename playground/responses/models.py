from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from playground.connections.models import Connection
from playground.runs.models import Run

from .stored_addresses import stored_url

if TYPE_CHECKING:
    from playground.accounts.models import User


class ResponseNodeQuerySet(models.QuerySet["ResponseNode"]):
    def for_user(self, user: "User") -> Self:
        return self.filter(owner=user)


class ResponseNode(models.Model):
    """A response that we made and upstream keeps: it has no list of them, so that this is the only one.

    `root` is the first response of its thread, null for that one itself, whose `latest` is the newest node of the
    thread. `gone` says that upstream has it no more.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="response_nodes"
    )
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="response_nodes")
    response_id = models.CharField(max_length=200)
    previous_response_id = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="children")
    root = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="descendants")
    latest = models.PositiveBigIntegerField(default=0)
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="response_nodes")
    model = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, blank=True)
    gone = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ResponseNodeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "connection", "response_id"), name="one_node_a_response"
            ),
        )
        indexes = (
            models.Index(fields=("owner", "-latest"), name="thread_newest", condition=models.Q(root=None)),
        )

    def __str__(self) -> str:
        return self.response_id

    def get_absolute_url(self) -> str:
        return stored_url(self.response_id)
