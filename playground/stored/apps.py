from django.apps import AppConfig


class StoredConfig(AppConfig):
    name = "playground.stored"

    def ready(self) -> None:
        from playground.runs import handover, transcripts
        from playground.runs.engine import engine

        from . import filling, following  # noqa: F401
        from .forms import DeleteForm, UpdateForm
        from .opening import request_of
        from .syncing import syncer
        from .transcript import ChangeTranscript

        for form in (UpdateForm, DeleteForm):
            transcripts.register(form.operation, ChangeTranscript)
        engine.also(syncer.keep)
        engine.also(filling.keep)
        handover.offer("completion", request_of)
