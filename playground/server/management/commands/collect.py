from typing import Any

from django.core.management.base import BaseCommand

from playground.server.preparation import collect_static_files


class Command(BaseCommand):
    help = "Collect static files, if any changed since they were collected last."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        self.stdout.write(
            "Static files collected." if collect_static_files() else "Static files are as they were."
        )
