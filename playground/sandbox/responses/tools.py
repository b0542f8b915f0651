"""The tools that a response may be given, and the ways to choose among them."""

from typing import Any

from ..parameters import Anything, Flag, Integer, Kind, Number, Text
from ..structures import Either, List, Object, Pairs, Tagged

GIVEN = Text(null=False)
NAME = Text(null=False, longest=128)
OPEN = Object(open=True)
TYPE = {"type": GIVEN, "allowed_callers": Anything()}
WEB_SEARCHES = ("web_search", "web_search_2025_08_26", "web_search_preview", "web_search_preview_2025_03_11")
LOCATION = Object(
    fields={
        "type": Text(choices=("approximate",)),
        **dict.fromkeys(("country", "region", "city", "timezone"), Text()),
    }
)
WEB_SEARCH = Object(
    fields={
        **TYPE,
        "user_location": LOCATION,
        "search_context_size": Text(choices=("low", "medium", "high")),
        "search_content_types": List(of=Text(choices=("text", "image"))),
        "filters": Object(fields={"allowed_domains": List(of=GIVEN)}),
        "external_web_access": Flag(),
    }
)
CONTAINER = Object(fields={"type": Text(choices=("auto",))}, required=("type",), open=True)
NAMES = Object(fields={"tool_names": List(of=GIVEN), "read_only": Flag()})
TOOLS: dict[str, Kind] = {
    "function": Object(
        fields={
            **TYPE,
            "name": NAME,
            "description": Text(),
            "parameters": OPEN,
            "strict": Flag(),
            "output_schema": OPEN,
            "defer_loading": Flag(),
        },
        required=("name",),
    ),
    "custom": Object(
        fields={**TYPE, "name": NAME, "description": Text(), "format": OPEN, "defer_loading": Flag()},
        required=("name",),
    ),
    **dict.fromkeys(WEB_SEARCHES, WEB_SEARCH),
    "file_search": Object(
        fields={
            **TYPE,
            "vector_store_ids": List(of=GIVEN, least=1),
            "max_num_results": Integer(low=1, high=50),
            "ranking_options": Object(
                fields={"ranker": Text(), "score_threshold": Number(low=0, high=1), "hybrid_search": OPEN}
            ),
            "filters": OPEN,
        },
        required=("vector_store_ids",),
    ),
    "code_interpreter": Object(
        fields={
            **TYPE,
            "container": Either(kinds=(GIVEN, CONTAINER)),
        },
        required=("container",),
    ),
    "image_generation": Object(
        fields={
            **TYPE,
            "model": Text(),
            "quality": Text(choices=("low", "medium", "high", "auto")),
            "size": Text(choices=("1024x1024", "1024x1536", "1536x1024", "auto")),
            "output_format": Text(choices=("png", "webp", "jpeg")),
            "output_compression": Integer(low=0, high=100),
            "moderation": Text(choices=("auto", "low")),
            "background": Text(choices=("transparent", "opaque", "auto")),
            "input_fidelity": Text(choices=("high", "low")),
            "input_image_mask": OPEN,
            "partial_images": Integer(low=0, high=3),
            "action": Text(choices=("generate", "edit", "auto")),
        }
    ),
    "mcp": Object(
        fields={
            **TYPE,
            "server_label": GIVEN,
            **dict.fromkeys(("server_url", "connector_id", "tunnel_id"), Text()),
            **dict.fromkeys(("authorization", "server_description"), Text()),
            "headers": Pairs(of=Text()),
            "allowed_tools": Either(kinds=(List(of=GIVEN), NAMES)),
            "require_approval": Either(
                kinds=(Text(choices=("always", "never")), Object(fields={"always": NAMES, "never": NAMES}))
            ),
            "defer_loading": Flag(),
        },
        required=("server_label",),
    ),
    "computer_use_preview": Object(
        fields={
            **TYPE,
            "environment": Text(choices=("windows", "mac", "linux", "ubuntu", "browser")),
            "display_width": Integer(low=1),
            "display_height": Integer(low=1),
        },
        required=("environment", "display_width", "display_height"),
    ),
    "computer": Object(fields=TYPE),
    # Taken, and never called.
    **dict.fromkeys(("local_shell", "shell", "apply_patch", "tool_search"), Object(fields=TYPE, open=True)),
}
TOOL = Tagged(key="type", kinds=TOOLS, null=False)

HOSTED = (
    *("file_search", *WEB_SEARCHES, "image_generation", "code_interpreter"),
    *("computer_use_preview", "computer", "computer_use"),
)
NAMED = Object(fields={"type": GIVEN, "name": GIVEN}, required=("name",))
CHOICES: dict[str, Kind] = {
    **dict.fromkeys(("function", "custom"), NAMED),
    "mcp": Object(fields={"type": GIVEN, "server_label": GIVEN, "name": Text()}, required=("server_label",)),
    **dict.fromkeys(HOSTED, Object(fields={"type": GIVEN})),
    "allowed_tools": Object(
        fields={
            "type": GIVEN,
            "mode": Text(choices=("auto", "required")),
            "tools": List(
                of=Object(fields={"type": GIVEN}, required=("type",), open=True, null=False), least=1
            ),
        },
        required=("mode", "tools"),
    ),
}
TOOL_CHOICE = Either(kinds=(Text(choices=("none", "auto", "required")), Tagged(key="type", kinds=CHOICES)))
Tool = dict[str, Any]


def family(type: str) -> str:
    """One name for the several that a tool has had."""
    if type in WEB_SEARCHES:
        return "web_search"
    return "computer" if type.startswith("computer") else type


def matches(tool: Tool, choice: dict[str, Any]) -> bool:
    """Whether `choice` names this tool."""
    if family(tool["type"]) != family(str(choice.get("type"))):
        return False
    return all(tool.get(name) == choice[name] for name in identity(tool) if choice.get(name) is not None)


def identity(tool: Tool) -> tuple[str, ...]:
    return {"function": ("name",), "custom": ("name",), "mcp": ("server_label",)}.get(tool["type"], ())
