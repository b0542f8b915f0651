from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "playground.chat"

    def ready(self) -> None:
        from playground.runs import handover, pages, transcripts, uses

        from .forms import ChatCompletionForm
        from .listing import of_model
        from .transcript import ChatTranscript

        pages.register(ChatCompletionForm.operation, "chat:page")
        transcripts.register(ChatCompletionForm.operation, ChatTranscript)
        handover.register("text", "Chat", "chat:page")
        handover.register("picture", "Chat", "chat:page")
        uses.register("conversation", of_model)
