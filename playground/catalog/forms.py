"""The declarations of what can be asked of one model: https://platform.openai.com/docs/api-reference/models"""

from playground.params.fields import ModelField, TextField
from playground.params.forms import OperationForm


class RetrieveModelForm(OperationForm):
    """Look up a model by its id, whether it is listed or not."""

    operation = "retrieve_model"
    sections = {"Model": True}

    model = ModelField(section="Model", required=True, help="Any id: also one that is not listed.")


class DeleteModelForm(OperationForm):
    """Delete a fine-tuned model: its id has to be typed once more."""

    operation = "delete_model"
    sections = {"Model": True}

    model = TextField(section="Model", required=True, help="The id of the fine-tuned model, typed in full.")
