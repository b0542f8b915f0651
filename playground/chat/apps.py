from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "playground.chat"

    def ready(self) -> None:
        from playground.runs import pages, transcripts, uses

        from .forms import ChatCompletionForm
        from .listing import of_model
        from .transcript import ChatTranscript

        pages.register(ChatCompletionForm.operation, "chat:page")
        transcripts.register(ChatCompletionForm.operation, ChatTranscript)
        uses.register("conversation", of_model)
