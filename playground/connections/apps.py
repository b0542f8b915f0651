from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "playground.connections"

    def ready(self) -> None:
        from . import reach  # noqa: F401  its signal receiver
