"""A deletion as it is shown."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.openai.errors import OpenAIError
from playground.runs.transcripts import Transcript

ADVICE = {
    403: "Deleting takes the Owner role in the organization that the model belongs to. "
    "Use a key of an Owner, or ask one to delete it.",
    404: "Nothing was deleted: for this key there is no model of that id. It may be deleted already, "
    "or belong to another organization or project.",
}


class DeletionTranscript(Transcript):
    """Takes `{"id": …, "deleted": true}`."""

    role = "deletion"
    first_seen = ""

    @property
    def is_deleted(self) -> bool:
        return isinstance(self.body, dict) and self.body.get("deleted") is True

    def html(self) -> SafeString:
        if self.body is None:
            return mark_safe("")
        context = {"model": self.params.get("model", ""), "is_deleted": self.is_deleted}
        return render_to_string("catalog/_deleted.html", context)

    def advice(self, error: OpenAIError) -> str:
        return ADVICE.get(error.status_code or 0, error.advice)
