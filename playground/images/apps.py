from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "playground.images"

    def ready(self) -> None:
        from playground.runs import handover, pages, transcripts

        from .forms import ImageForm, ImageVariationForm
        from .transcript import ImageTranscript, VariationTranscript

        pages.register(ImageForm.operation, "images:page")
        pages.register(ImageVariationForm.operation, "images:variations")
        transcripts.register(ImageForm.operation, ImageTranscript)
        transcripts.register(ImageVariationForm.operation, VariationTranscript)
        handover.register("picture", "Image variations", "images:variations")
