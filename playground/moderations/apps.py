from django.apps import AppConfig


class ModerationsConfig(AppConfig):
    name = "playground.moderations"

    def ready(self) -> None:
        from playground.runs import handover, pages, transcripts

        from .forms import ModerationForm
        from .transcript import ModerationTranscript

        pages.register(ModerationForm.operation, "moderations:page")
        transcripts.register(ModerationForm.operation, ModerationTranscript)
        handover.register("text", "Moderation", "moderations:page")
        handover.register("picture", "Moderation", "moderations:page")
