from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "playground.catalog"

    def ready(self) -> None:
        from playground.runs import transcripts

        from .forms import DeleteModelForm
        from .transcript import DeletionTranscript

        transcripts.register(DeleteModelForm.operation, DeletionTranscript)
