from django.apps import AppConfig


class CompletionsConfig(AppConfig):
    name = "playground.completions"

    def ready(self) -> None:
        from playground.runs import handover, pages, transcripts

        from .forms import CompletionForm
        from .transcript import CompletionTranscript

        pages.register(CompletionForm.operation, "completions:page")
        transcripts.register(CompletionForm.operation, CompletionTranscript)
        handover.register("text", "Completions", "completions:page")
