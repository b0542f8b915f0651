import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from playground.accounts.models import User
from playground.runs.models import Run


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def for_user(self, user: User) -> Self:
        return self.filter(owner=user)


class Conversation(models.Model):
    """A tree of turns. `uuid` is made by the page; `title` is what a user said first, until it is renamed."""

    uuid = models.UUIDField(default=uuid.uuid4)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations"
    )
    title = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ("-updated_at", "-id")
        constraints = (models.UniqueConstraint(fields=("owner", "uuid"), name="one_conversation_per_page"),)
        indexes = (models.Index(fields=("owner", "-updated_at", "-id"), name="conversation_newest"),)

    def __str__(self) -> str:
        return self.title or str(self.uuid)


class Turn(models.Model):
    """One run in its conversation; those of one parent are the branches of a fork.

    `length` is how many messages were sent, `key` stands for just these (`branches.prefixes`). A turn that goes
    leaves its children to its parent.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="turn")
    # The children have been handed over before (`hand_over`).
    parent = models.ForeignKey("self", null=True, on_delete=models.DO_NOTHING, related_name="children")
    length = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"turn {self.pk} of {self.conversation_id}"


@receiver(pre_delete, sender=Turn)
def hand_over(instance: Turn, **kwargs: Any) -> None:
    # As it is stored: the parent in memory may have been deleted just before.
    parent = Turn.objects.filter(pk=instance.pk).values_list("parent_id", flat=True).first()
    Turn.objects.filter(parent=instance.pk).update(parent=parent)


@receiver(post_delete, sender=Turn)
def forget_empty(instance: Turn, **kwargs: Any) -> None:
    Conversation.objects.filter(pk=instance.conversation_id, turns=None).delete()
