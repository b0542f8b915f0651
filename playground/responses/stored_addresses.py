"""Where stored responses are on this site."""

import re

from django.urls import reverse

# What may stand in a path; a server's id can be anything.
SHOWABLE = re.compile(r"[\w.:~-]{1,200}", re.ASCII)


def stored_url(response_id: str) -> str:
    """The page of a stored response; empty for an id that cannot be part of an address."""
    if not SHOWABLE.fullmatch(response_id):
        return ""
    return reverse("stored_responses:detail", args=[response_id])
