from django.apps import AppConfig


class PromptsConfig(AppConfig):
    name = "playground.prompts"

    def ready(self) -> None:
        from playground.runs import uses

        from .listing import of_model

        uses.register("prompt", of_model)
