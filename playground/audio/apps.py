from django.apps import AppConfig


class AudioConfig(AppConfig):
    name = "playground.audio"

    def ready(self) -> None:
        from playground.runs import deletion, forgetting, handover, pages, transcripts
        from playground.runs.signals import run_ended

        from .speech.forms import SpeechForm
        from .speech.transcript import SpeechTranscript, finish
        from .transcription import carrying, giving, starting
        from .transcription.forms import TranscriptionForm, TranslationForm
        from .transcription.transcript import TranscriptionTranscript

        handover.register("audio", "Transcribe", "audio:transcriptions")
        for form, page in ((TranscriptionForm, "transcriptions"), (TranslationForm, "translations")):
            pages.register(form.operation, f"audio:{page}")
            transcripts.register(form.operation, TranscriptionTranscript)
        handover.tell(giving.KIND, giving.text_of)
        deletion.inherit(giving.heirs)
        forgetting.also(starting.forget)
        run_ended.connect(carrying.hand_on, dispatch_uid="parts")
        handover.register("text", "Speech", "audio:speech")
        pages.register(SpeechForm.operation, "audio:speech")
        transcripts.register(SpeechForm.operation, SpeechTranscript)
        run_ended.connect(finish, dispatch_uid="speech")
