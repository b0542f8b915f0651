from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "playground.monitoring"

    def ready(self) -> None:
        from . import measuring  # noqa: F401  its signal receiver and its gauges
