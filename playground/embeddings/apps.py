from django.apps import AppConfig


class EmbeddingsConfig(AppConfig):
    name = "playground.embeddings"

    def ready(self) -> None:
        from playground.runs import handover, pages, transcripts

        from .forms import EmbeddingForm
        from .transcript import EmbeddingTranscript

        pages.register(EmbeddingForm.operation, "embeddings:page")
        transcripts.register(EmbeddingForm.operation, EmbeddingTranscript)
        handover.register("text", "Embeddings", "embeddings:page")
