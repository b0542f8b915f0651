from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from playground.runs import retention

# A hundred years: beyond, dates end.
MOST_DAYS = 36_500


class Command(BaseCommand):
    help = "Delete runs older than so many days with their files. Pinned runs and shared snapshots stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--older-than", type=float, required=True, metavar="DAYS")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *, older_than: float, dry_run: bool, **options: Any) -> None:
        if not 0 < older_than <= MOST_DAYS:
            raise CommandError(f"--older-than takes more than 0 and at most {MOST_DAYS} days.")
        before = retention.cutoff(older_than)
        if dry_run:
            old = retention.count(before)
            size = filesizeformat(old.size).replace("\xa0", " ")
            self.stdout.write(f"{old.runs} runs and {old.files} files ({size}) would be deleted.")
            return
        runs = files = 0
        while (deleted := retention.prune(before)).runs:
            runs, files = runs + deleted.runs, files + deleted.files
        self.stdout.write(f"{runs} runs and {files} files deleted.")
