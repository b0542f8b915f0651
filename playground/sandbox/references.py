"""Putting the pieces of a JSON schema together: what it refers to, and what it combines."""

from typing import Any

Schema = dict[str, Any] | bool


def lookup(root: dict[str, Any], reference: str) -> Any:
    """The part of the schema that `#/…` points to; `LookupError` when there is none."""
    if not reference.startswith("#"):
        raise LookupError(reference)
    target: Any = root
    for step in reference.removeprefix("#").strip("/").split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        if name:
            target = target[int(name)] if isinstance(target, list) else target[name]
    return target


def merged(left: dict[str, Any], right: Schema) -> dict[str, Any]:
    """Both schemas in one: what both must hold is joined, elsewhere the left one has its say."""
    if isinstance(right, bool):
        return left
    both = {**right, **left}
    if "properties" in left and "properties" in right:
        both["properties"] = {**right["properties"], **left["properties"]}
    if "required" in left and "required" in right:
        both["required"] = [*left["required"], *right["required"]]
    return both
