from django.apps import AppConfig


class AudioConfig(AppConfig):
    name = "playground.audio"

    def ready(self) -> None:
        from playground.runs import handover, pages, transcripts

        from .transcription.forms import TranscriptionForm, TranslationForm
        from .transcription.transcript import TranscriptionTranscript

        handover.register("audio", "Transcribe", "audio:transcriptions")
        for form, page in ((TranscriptionForm, "transcriptions"), (TranslationForm, "translations")):
            pages.register(form.operation, f"audio:{page}")
            transcripts.register(form.operation, TranscriptionTranscript)
