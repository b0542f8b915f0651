"""A path for every URL of ours."""

import re

from django.urls import URLPattern, URLResolver, get_resolver

from playground.runs.models import File, Run

NAMES = {"str": "x-1", "completion": "x-1", "path": "sandbox-chat"}


def paths(patterns: list[URLPattern | URLResolver], prefix: str, run: Run) -> list[str]:
    """Every URL of ours, with the ids of something that is there."""
    file = File.objects.create(owner=run.owner, name="x", content_type="text/plain", size=1, file="none/none")
    found: list[str] = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            found += paths(pattern.url_patterns, route, run)
            continue
        own = file.uuid if "files" in route else run.uuid
        for kind, value in {"uuid": own, "slug": "events", "int": run.connection_id, **NAMES}.items():
            route = re.sub(rf"<{kind}:\w+>", str(value), route)
        assert "<" not in route, f"a path without an example: {route}"
        found.append("/" + route)
    return found


def all_paths(run: Run) -> list[str]:
    return paths(get_resolver().url_patterns, "", run)
