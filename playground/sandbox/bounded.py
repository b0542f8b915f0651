"""What the sandbox keeps: no more than a number of rows, the oldest go first; and nothing a database cannot hold."""

from typing import Any

from django.db.models import QuerySet


async def keep_newest(rows: QuerySet[Any], most: int) -> None:
    """Delete the rows beyond the `most` newest, by id."""
    newest = rows.order_by("-id").values_list("id", flat=True)
    async for last_to_go in newest[most : most + 1]:
        await rows.filter(id__lte=last_to_go).adelete()


async def keep_within(rows: QuerySet[Any], most: int) -> None:
    """Delete the oldest rows, by id, until what the others' `size` adds up to is no more than `most`."""
    total = 0
    async for last_to_go, size in rows.order_by("-id").values_list("id", "size"):
        total += size
        if total > most:
            await rows.filter(id__lte=last_to_go).adelete()
            return


def storable(value: Any) -> Any:
    """The same without NUL characters, which PostgreSQL's JSON cannot hold."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(name): storable(item) for name, item in value.items()}
    return value
