"""Whose connections may lead into this server's own network: those of admins, for as long as they are."""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver

from playground.accounts.models import User

from .models import Connection


def may_reach_private(user: Any) -> bool:
    """Whoever is alone here, and admins: a member could look around in this server's network."""
    return not settings.LOGIN_REQUIRED or user.is_admin


@receiver(post_save, sender=User)
def follow_role(instance: User, update_fields: frozenset[str] | None, **_: Any) -> None:
    """Another role is another reach, for the connections too that were made before."""
    if update_fields and "role" in update_fields:
        own = Connection.objects.filter(owner=instance, source=Connection.Source.OWN)
        own.update(may_be_private=may_reach_private(instance))
