"""The built-in tools with their options: each a form whose fields are the keys of the tool's object."""

from typing import Any, ClassVar

from playground.params.fields import (
    ChoiceField,
    FlagField,
    IntegerField,
    JSONField,
    ListField,
    PairsField,
    TextField,
    TextOrJSONField,
)
from playground.params.forms import OperationForm

LOCATION = {"London": {"type": "approximate", "country": "GB", "city": "London"}}


class ToolForm(OperationForm):
    """A tool's options; `tool` is the object for the `tools` of a request, `of` the form of such an object."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    sections = {"Options": True, "Advanced": False}

    def tool(self) -> dict[str, Any]:
        return {"type": self.kind, **self.request_params()}

    @classmethod
    def of(cls, tool: dict[str, Any]) -> "ToolForm":
        return cls(initial=cls.initial_from({name: value for name, value in tool.items() if name != "type"}))


class WebSearch(ToolForm):
    kind, title = "web_search", "Web search"

    search_context_size = ChoiceField(
        section="Options",
        options=("low", "medium", "high"),
        default="medium",
        help="How much of the context the search may fill.",
    )
    filters = JSONField(
        section="Options",
        kind=dict,
        presets={"domains": {"allowed_domains": ["example.com"]}},
        help="Search only these domains, with their subdomains.",
    )
    user_location = JSONField(
        section="Options", kind=dict, presets=LOCATION, help="About where the user is: country, region, city."
    )
    search_content_types = ListField(
        section="Options", options=("text", "image"), help="What the search may bring."
    )
    external_web_access = FlagField(
        section="Options", default=True, help="Whether the live web is asked, or only what is cached."
    )


class FileSearch(ToolForm):
    kind, title = "file_search", "File search"

    vector_store_ids = ListField(section="Options", required=True, help="The vector stores to search in.")
    max_num_results = IntegerField(
        section="Options", min=1, max=50, slider=True, help="How many passages to bring, up to 50."
    )
    ranking_options = JSONField(
        section="Options",
        kind=dict,
        presets={"threshold": {"ranker": "auto", "score_threshold": 0.5}},
        help="The ranker, and the score below which a passage is left out.",
    )
    filters = JSONField(
        section="Options",
        kind=dict,
        presets={"equals": {"type": "eq", "key": "topic", "value": "billing"}},
        help="Only files whose attributes compare like this.",
    )


class CodeInterpreter(ToolForm):
    kind, title = "code_interpreter", "Code interpreter"

    container = TextOrJSONField(
        section="Options",
        kind=dict,
        required=True,
        initial={"type": "auto"},
        presets={"auto": {"type": "auto"}, "files": {"type": "auto", "file_ids": ["file-…"]}},
        help="A container's id, or an object that makes one.",
    )


class ImageGeneration(ToolForm):
    kind, title = "image_generation", "Image generation"

    model = TextField(section="Options", help="The image model; the API chooses one itself.")
    action = ChoiceField(
        section="Options",
        options=("auto", "generate", "edit"),
        default="auto",
        help="Make a new picture, or edit one of the context.",
    )
    size = ChoiceField(
        section="Options",
        options=("auto", "1024x1024", "1024x1536", "1536x1024"),
        default="auto",
        help="Width and height in pixels.",
    )
    quality = ChoiceField(
        section="Options",
        options=("auto", "low", "medium", "high"),
        default="auto",
        help="Better takes longer and costs more.",
    )
    background = ChoiceField(
        section="Options",
        options=("auto", "transparent", "opaque"),
        default="auto",
        help="What is behind the subject.",
    )
    output_format = ChoiceField(
        section="Options",
        options=("png", "webp", "jpeg"),
        default="png",
        help="The file format of the picture.",
    )
    output_compression = IntegerField(
        section="Options", min=0, max=100, slider=True, default=100, help="For webp and jpeg, in percent."
    )
    partial_images = IntegerField(
        section="Options",
        min=0,
        max=3,
        slider=True,
        default=0,
        help="How many pictures to show on the way. Needs stream: true.",
    )
    input_fidelity = ChoiceField(
        section="Options",
        options=("low", "high"),
        default="low",
        help="How closely an edit keeps to the pictures given.",
    )
    input_image_mask = JSONField(
        section="Options",
        kind=dict,
        presets={"url": {"image_url": "https://example.com/mask.png"}},
        help="Where an edit may change the picture.",
    )
    moderation = ChoiceField(
        section="Options",
        options=("auto", "low"),
        default="auto",
        help="How strictly pictures are moderated.",
    )


class MCP(ToolForm):
    kind, title = "mcp", "MCP server"

    server_label = TextField(section="Options", required=True, help="A name for the server in this request.")
    server_url = TextField(section="Options", help="Where the server is. Or set connector_id.")
    connector_id = TextField(section="Options", help="A connector of OpenAI's instead of a server_url.")
    server_description = TextField(section="Options", help="What the server is for: the model reads this.")
    authorization = TextField(section="Options", help="An OAuth token for the server.")
    headers = PairsField(section="Options", help="Headers sent to the server.")
    allowed_tools = JSONField(
        section="Options",
        presets={"names": ["search"], "read only": {"read_only": True}},
        help="The tools that may be called; all of them without.",
    )
    require_approval = TextOrJSONField(
        section="Options",
        kind=dict,
        default="always",
        presets={"never": "never", "always": "always", "some": {"never": {"tool_names": ["search"]}}},
        help="Which calls wait for your approval.",
    )


class ComputerUse(ToolForm):
    kind, title = "computer_use_preview", "Computer use"

    environment = ChoiceField(
        section="Options",
        options=("browser", "mac", "windows", "ubuntu", "linux"),
        required=True,
        initial="browser",
        help="What is at the other end.",
    )
    display_width = IntegerField(
        section="Options", min=1, required=True, initial=1024, help="Width of the screen in pixels."
    )
    display_height = IntegerField(
        section="Options", min=1, required=True, initial=768, help="Height of the screen in pixels."
    )


TOOL_FORMS: dict[str, type[ToolForm]] = {
    form.kind: form for form in (WebSearch, FileSearch, CodeInterpreter, ImageGeneration, MCP, ComputerUse)
}
# Names that a tool has, or has had, beside the one that its form gives it.
ALIASES = {
    "web_search_preview": "web_search",
    "web_search_preview_2025_03_11": "web_search",
    "web_search_2025_08_26": "web_search",
}
