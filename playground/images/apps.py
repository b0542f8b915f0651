from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "playground.images"

    def ready(self) -> None:
        from playground.runs import handover, pages, transcripts

        from .forms import ImageEditForm, ImageForm, ImageVariationForm
        from .transcript import EditTranscript, ImageTranscript, VariationTranscript

        pages.register(ImageForm.operation, "images:page")
        pages.register(ImageVariationForm.operation, "images:variations")
        pages.register(ImageEditForm.operation, "images:edits")
        transcripts.register(ImageForm.operation, ImageTranscript)
        transcripts.register(ImageEditForm.operation, EditTranscript)
        transcripts.register(ImageVariationForm.operation, VariationTranscript)
        handover.register("picture", "Image variations", "images:variations")
        handover.register("picture", "Image edits", "images:edits")
