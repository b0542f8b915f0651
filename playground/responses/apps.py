from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "playground.responses"

    def ready(self) -> None:
        from playground.runs import handover, pages, signals, transcripts

        from . import nodes
        from .forms import ResponseForm
        from .transcript import ResponseTranscript

        operation = ResponseForm.operation
        pages.register(operation, "responses:page")
        transcripts.register(operation, ResponseTranscript)
        signals.run_ended.connect(nodes.run_ended, dispatch_uid="responses")
        signals.run_goes_on.connect(nodes.run_goes_on, dispatch_uid="responses")
        handover.register("text", "Responses", "responses:page")
        handover.register("picture", "Responses", "responses:page")
