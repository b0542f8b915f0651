from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "playground.accounts"

    def ready(self) -> None:
        from . import failures  # noqa: F401  its signal receiver
