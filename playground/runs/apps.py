from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "playground.runs"

    def ready(self) -> None:
        from . import (
            deletion,  # noqa: F401  its signal receivers
            uses,
        )
        from .history import of_model

        uses.register("run", of_model)
