import errno
import gc
import socket
from asyncio import AbstractEventLoop
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import get_resolver

from playground.accounts.users import first_admin
from playground.runs.engine import engine
from playground.runs.forgetting import forget
from playground.runs.recovery import recover
from playground.server.preparation import collect_static_files, migrate
from playground.server.process import Server

BACKLOG = 512


class Command(BaseCommand):
    help = "Check, prepare and serve the playground on HOST and PORT until SIGTERM or Ctrl+C."

    def handle(self, **options: Any) -> None:
        listener = self.listen()
        if migrate():
            self.say("Database prepared.")
        if settings.LOGIN_REQUIRED:
            self.ask_for_admin()
        if collect_static_files():
            self.say("Static files collected.")
        recover()
        connections.close_all()
        module, name = settings.ASGI_APPLICATION.rsplit(".", 1)
        application = getattr(import_module(module), name)
        self.settle()
        Server(application, listener, started=self.started, drain=self.drain).run()

    def ask_for_admin(self) -> None:
        """Nothing is served with a login that nobody has."""
        try:
            if first_admin():
                return
        except ValidationError as error:
            raise CommandError(f"ADMIN_PASSWORD cannot be used. {' '.join(error.messages)}") from error
        raise CommandError(
            "It asks for a login, and nobody could log in yet. Make the first admin:\n"
            "  python manage.py add_user NAME --admin\n"
            "or set ADMIN_PASSWORD (and ADMIN_USERNAME) for the first start."
        )

    def settle(self) -> None:
        """Have loaded what every request needs, and leave it out of garbage collection, which would look through all
        of it time and again: 70 ms each, in which no text moves."""
        get_resolver().url_patterns  # noqa: B018
        gc.freeze()

    def listen(self) -> socket.socket:
        """The socket to serve on. Taken first: if another process serves here, its data stays untouched."""
        host = settings.HOST.strip("[]")
        try:
            family, _, _, _, address = socket.getaddrinfo(host, settings.PORT, type=socket.SOCK_STREAM)[0]
            return socket.create_server(address[:2], family=family, backlog=BACKLOG)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {settings.PORT} is in use, perhaps by another playground. "
                    f"Stop that one, or choose another port: PORT={settings.PORT + 1} make run"
                ) from error
            raise CommandError(
                f"{settings.HOST} port {settings.PORT} cannot be served on: {error.strerror}"
            ) from error

    def started(self, loop: AbstractEventLoop) -> None:
        engine.bind(loop)
        key = "OPENAI_API_KEY found" if settings.OPENAI_API_KEY else "sandbox included, no key needed"
        url = f"http://{shown_host(settings.HOST)}:{settings.PORT}"
        self.say(f"Playground is at {url} — {key}. Ctrl+C stops it.")

    async def drain(self) -> None:
        """Let running runs end, for a while; what is left keeps its text as interrupted."""
        self.say("Stopping. Runs may end first; Ctrl+C again stops at once.")
        await engine.drain(settings.DRAIN_SECONDS)
        await engine.journal.write(partial(forget, at_once=True))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def shown_host(host: str) -> str:
    """Where a browser on this machine finds what listens on `host`."""
    host = host.strip("[]")
    if host in {"0.0.0.0", "::"}:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
