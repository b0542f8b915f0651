"""The declarations of the operations on a stored response: https://platform.openai.com/docs/api-reference/responses"""

from typing import Any

from playground.params.fields import ChoiceField, FlagField, IntegerField, ListField, TextField
from playground.params.forms import OperationForm

from . import presets


class GetResponseForm(OperationForm):
    operation = "get_response"
    sections = {"Parameters": True, "Advanced": False}

    response_id = TextField(section=None, required=True, help="The response to read.")
    include = ListField(
        section="Parameters",
        options=presets.INCLUDES,
        help="What else to return: results, sources, pictures, encrypted reasoning.",
    )
    stream = FlagField(section="Parameters", default=False, help="Read it as the events that made it.")
    starting_after = IntegerField(
        section="Parameters",
        min=0,
        help="Only the events after the one of this number. Needs stream: true.",
    )
    include_obfuscation = FlagField(
        section="Parameters", default=True, help="Whether the events are padded. false saves bandwidth."
    )

    def check(self, params: dict[str, Any]) -> None:
        if "starting_after" in params.keys() - self.extra.keys() and params.get("stream") is False:
            self.add_error("starting_after", "starting_after needs stream: true. Set that too, or reset it")


class ListInputItemsForm(OperationForm):
    operation = "list_input_items"
    sections = {"Parameters": True, "Advanced": False}

    response_id = TextField(section=None, required=True, help="The response whose input is listed.")
    limit = IntegerField(
        section="Parameters", min=1, max=100, default=20, help="How many items a page has, from 1 to 100."
    )
    order = ChoiceField(
        section="Parameters",
        options=("asc", "desc"),
        default="desc",
        help="Oldest first, or newest first.",
    )
    after = TextField(section="Parameters", help="The items after this one, by its id.")
    before = TextField(section="Parameters", help="The items before this one, by its id.")
    include = ListField(
        section="Parameters", options=presets.INCLUDES, help="What else to return, such as pictures by URL."
    )


class DeleteResponseForm(OperationForm):
    operation = "delete_response"
    sections = {"Parameters": True, "Advanced": False}

    response_id = TextField(section="Parameters", required=True, help="The response to delete upstream.")
