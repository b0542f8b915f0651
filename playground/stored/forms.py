"""The declarations of the five operations: https://platform.openai.com/docs/api-reference/chat/list"""

import re
from typing import Any

from django.http import QueryDict

from playground.params.fields import ChoiceField, IntegerField, ModelField, PairsField, TextField
from playground.params.forms import OperationForm
from playground.params.json_text import write_json

LABEL = re.compile(r"metadata\[(.+)\]", re.DOTALL)
METADATA_LIMITS: dict[str, Any] = {"max_items": 16, "max_key": 64, "max_value": 512}


class OrderField(ChoiceField):
    def __init__(self, **declared: Any) -> None:
        super().__init__(options=("asc", "desc"), default="asc", strict=True, section="Model", **declared)


class ListCompletionsForm(OperationForm):
    """Bound to a page's query, which is the API's: `metadata[key]=value` fills the one control `metadata`."""

    operation = "list_chat_completions"
    sections = {"Model": True, "Advanced": False}

    model = ModelField(section="Model", help="Only completions of this model.")
    metadata = PairsField(section="Model", help="Only completions with these labels.", **METADATA_LIMITS)
    after = TextField(section="Model", help="The id of the last completion on the page before.")
    limit = IntegerField(section="Model", min=1, max=100, default=20, help="How many to answer with.")
    order = OrderField(help="By the time they were created.")

    @classmethod
    def of(cls, query: QueryDict) -> "ListCompletionsForm":
        data = query.copy()
        if (pairs := labels_of(query)) and not data.get("metadata"):
            data["metadata"] = write_json(pairs)
        return cls(data)


class RetrieveForm(OperationForm):
    operation = "get_chat_completion"
    sections = {"Model": True, "Advanced": False}

    completion_id = TextField(section="Model", required=True, help="The id of the completion.")


class MessagesForm(OperationForm):
    """The query of an open completion pages its messages."""

    operation = "get_chat_completion_messages"
    sections = {"Model": True, "Advanced": False}

    completion_id = TextField(section="Model", required=True, help="The id of the completion.")
    after = TextField(section="Model", help="The id of the last message on the page before.")
    limit = IntegerField(section="Model", min=1, max=100, default=20, help="How many to answer with.")
    order = OrderField(help="By the time they were written.")


class UpdateForm(OperationForm):
    operation = "update_chat_completion"
    sections = {"Model": True, "Advanced": False}

    completion_id = TextField(section="Model", required=True, help="The id of the completion.")
    metadata = PairsField(
        section="Model",
        required=True,
        help="Up to 16 labels. They replace those it has; { } takes all away.",
        **METADATA_LIMITS,
    )


class DeleteForm(OperationForm):
    operation = "delete_chat_completion"
    sections = {"Model": True, "Advanced": False}

    completion_id = TextField(section="Model", required=True, help="The id of the completion.")


def labels_of(query: QueryDict) -> dict[str, str]:
    """The `metadata[key]=value` of a query."""
    return {match[1]: str(query[name]) for name in query if (match := LABEL.fullmatch(name))}
