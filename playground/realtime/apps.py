from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "playground.realtime"

    def ready(self) -> None:
        from playground.openai.realtime_shapes import GA_OPERATION
        from playground.runs import carriers, code, handover, pages, transcripts
        from playground.runs.signals import run_ended

        from . import recording, secrets, snippets
        from .bridge import carry
        from .forms import RealtimeSessionForm, TranscriptionSessionForm
        from .secret_transcript import SecretTranscript
        from .session_transcript import SessionTranscript, TranscriptionTranscript

        for operation in (RealtimeSessionForm.operation, GA_OPERATION):
            pages.register(operation, "realtime:page")
            transcripts.register(operation, SecretTranscript)
        pages.register(TranscriptionSessionForm.operation, "realtime:transcription")
        transcripts.register(TranscriptionSessionForm.operation, SecretTranscript)
        transcripts.register("connect_realtime", SessionTranscript)
        transcripts.register("connect_realtime_transcription", TranscriptionTranscript)
        pages.register("connect_realtime", "realtime:page")
        pages.register("connect_realtime_transcription", "realtime:transcription")
        for operation in ("connect_realtime", "connect_realtime_transcription"):
            carriers.register(operation, carry)
            code.register(operation, snippets.codes)
        handover.record("connect_realtime_transcription", recording.heard_of)
        run_ended.connect(secrets.keep, dispatch_uid="realtime-secrets")
        run_ended.connect(recording.finish, dispatch_uid="realtime-recording")
