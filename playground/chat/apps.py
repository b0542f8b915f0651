from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "playground.chat"

    def ready(self) -> None:
        from playground.runs import pages, transcripts

        from .forms import ChatCompletionForm
        from .transcript import ChatTranscript

        pages.register(ChatCompletionForm.operation, "chat:page")
        transcripts.register(ChatCompletionForm.operation, ChatTranscript)
