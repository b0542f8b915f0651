"""The fine-tuned models of an account: their names come from its digest, and a deleted one is gone for it."""

import hashlib

from .bounded import keep_newest
from .catalog import FINE_TUNED, Model, find
from .errors import model_not_found, undeletable
from .models import DeletedModel

SUFFIXES = ("", "support-tone", "short-answers")
MOST_KEPT = 10_000


def names_for(account: str) -> list[str]:
    return [f"ft:sandbox-chat:playground:{suffix}:{identity(account, suffix)}" for suffix in SUFFIXES]


def identity(account: str, suffix: str) -> str:
    return hashlib.sha256(f"{account} {suffix}".encode()).hexdigest()[:8]


async def models_of(account: str) -> list[Model]:
    """The account's models that it has not deleted."""
    deleted = {row.model async for row in DeletedModel.objects.filter(account=account)}
    return [find(name) for name in names_for(account) if name not in deleted]


async def check(name: object, account: str) -> None:
    """Raise 404 for a fine-tuned model that is another account's, deleted, or never was."""
    if not isinstance(name, str) or not FINE_TUNED.fullmatch(name):
        return
    if name not in [model.id for model in await models_of(account)]:
        raise model_not_found(name)


async def delete(name: str, account: str) -> None:
    """Delete the account's model of that name; 403 for any that is not fine-tuned."""
    await check(name, account)
    find(name)
    if not FINE_TUNED.fullmatch(name):
        raise undeletable()
    await DeletedModel.objects.aget_or_create(account=account, model=name)
    await keep_newest(DeletedModel.objects.all(), MOST_KEPT)
