from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "playground.runs"

    def ready(self) -> None:
        from . import (
            deletion,  # noqa: F401  its signal receivers
            housekeeping,
            upstream_deletions,  # noqa: F401  its signal receiver
            uses,
        )
        from .engine import engine
        from .history import of_model

        uses.register("run", of_model)
        engine.also(housekeeping.forget)
        engine.also(housekeeping.prune)
