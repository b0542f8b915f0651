import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from playground.accounts.models import User
from playground.accounts.users import add_user


class Command(BaseCommand):
    help = "Make a user who can log in. The password is asked for, or read from a pipe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        roles = parser.add_mutually_exclusive_group()
        roles.add_argument("--admin", action="store_const", const=User.Role.ADMIN, dest="role")
        roles.add_argument("--viewer", action="store_const", const=User.Role.VIEWER, dest="role")

    def handle(self, *, username: str, role: str | None, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        try:
            user = add_user(username, password(), role or User.Role.MEMBER)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.username} can log in, as {user.get_role_display().lower()}.")


def password() -> str:
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
