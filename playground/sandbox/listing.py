"""Lists as the API pages them: `limit`, `after`, `order`, answered with `first_id`, `last_id`, `has_more`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from .errors import bad_request
from .parameters import Integer, Text


@dataclass(frozen=True, slots=True)
class Page:
    limit: int = 20
    after: str = ""
    order: str = "asc"

    @classmethod
    def of(cls, request: HttpRequest, most: int = 100, order: str = "asc") -> "Page":
        """The paging parameters of the query string, checked; `order` is what it is without one."""
        query: QueryDict = request.GET
        limit = query.get("limit", "20")
        if not limit.lstrip("-").isdecimal() or len(limit) > 10:
            message = f"Invalid type for 'limit': expected an integer, but got '{limit}' instead."
            raise bad_request(message, "limit", "invalid_type")
        Integer(low=1, high=most).check(int(limit), "limit")
        order = query.get("order") or order
        Text(choices=("asc", "desc")).check(order, "order")
        return cls(int(limit), query.get("after", ""), order)


def listed(items: Sequence[dict[str, Any]], has_more: bool) -> dict[str, Any]:
    return {
        "object": "list",
        "data": list(items),
        "first_id": items[0]["id"] if items else None,
        "last_id": items[-1]["id"] if items else None,
        "has_more": has_more,
    }
