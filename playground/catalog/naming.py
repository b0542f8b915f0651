"""What a model's id tells, and which ids have a page."""

import re

FINE_TUNED = re.compile(r"ft:[^:]+:|[^:]+:ft-")


def base_name(model: str) -> str:
    """The family's part of an id: `gpt-4o` of `ft:gpt-4o:org::1`, `llama-3` of `meta-llama/Llama-3`."""
    return model.lower().removeprefix("ft:").rpartition("/")[2].partition(":")[0]


def is_fine_tuned(model: str) -> bool:
    """Whether somebody trained it: only those can be deleted."""
    return FINE_TUNED.match(model) is not None


def has_page(model: str) -> bool:
    """Whether the id can stand in a URL: browsers resolve `.` and `..`, and nobody sees what is not printable."""
    return model.isprintable() and not {"", ".", ".."} & set(model.split("/"))
