from django.apps import AppConfig


class ModerationsConfig(AppConfig):
    name = "playground.moderations"

    def ready(self) -> None:
        from playground.runs import pages, transcripts

        from .forms import ModerationForm
        from .transcript import ModerationTranscript

        pages.register(ModerationForm.operation, "moderations:page")
        transcripts.register(ModerationForm.operation, ModerationTranscript)
