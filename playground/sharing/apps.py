from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "playground.sharing"

    def ready(self) -> None:
        from playground.runs import forgetting

        from .services import forget_expired

        forgetting.also(forget_expired)
