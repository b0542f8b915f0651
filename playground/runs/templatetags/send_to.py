"""Links that hand what a page made to the pages that take it."""

from typing import Any

from django import template

from playground.runs import handover

register = template.Library()


@register.inclusion_tag("runs/_send_to.html")
def send_to(kind: handover.Kind, uuid: object, but: str = "", of: str = "") -> dict[str, Any]:
    """A menu of the pages that take a run's text, or a file that is a picture or audio; `but` is the page's own.

    `of` is the kind of what has this uuid, where a feature tells the text and not a run.
    """
    asked = f"{of}:{uuid}" if of else uuid
    pages = [(taker.label, taker.url(asked)) for taker in handover.takers(kind, but=but)]
    return {"pages": pages, "id": f"send-{kind}-{of}{uuid}"}
