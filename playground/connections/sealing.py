"""What becomes of a connection's secrets when its form is sent: kept, replaced or removed."""

from collections.abc import Iterator
from typing import Any

from django.views.decorators.debug import sensitive_variables

from .encryption import decrypt, opens
from .models import Connection


class Secrets:
    """The secrets that a connection is to have, from what it has and what was typed into its form."""

    @sensitive_variables()
    def __init__(self, connection: Connection, typed: dict[str, Any]) -> None:
        self.connection = connection
        self.key: str = typed["key"]
        self.headers: dict[str, str] = typed["headers"]
        replaced = {name.lower() for name in (*self.headers, *typed["remove_headers"])}
        self.keeps_key = bool(connection.encrypted_key and not self.key and not typed["remove_key"])
        self.kept_headers = [name for name in connection.header_hints if name.lower() not in replaced]

    def problems(self, moved: bool) -> Iterator[tuple[str, str]]:
        """Field and message for each secret that cannot stay; `moved`: the server is another one now."""
        if self.keeps_key and not opens(self.connection.encrypted_key):
            yield "key", "The key cannot be read with the current SECRET_KEY; enter it again, or remove it."
        elif self.keeps_key and moved:
            yield "key", "This is another server: enter the key for it, or remove the kept one."
        names = ", ".join(self.kept_headers)
        if names and not opens(self.connection.encrypted_headers):
            yield (
                "headers",
                f"These cannot be read with the current SECRET_KEY; enter or remove them: {names}.",
            )
        elif names and moved:
            yield "headers", f"This is another server: enter these again for it, or remove them: {names}."
        sent = {name.lower() for name in (*self.headers, *self.kept_headers)}
        if (self.key or self.keeps_key) and "authorization" in sent:
            yield "headers", "The key is sent as Authorization already: remove the key or this header."

    @sensitive_variables()
    def seal(self, connection: Connection) -> None:
        """Put the secrets into the connection, sealed with the first secret key. The caller saves."""
        connection.set_key(decrypt(connection.encrypted_key) if self.keeps_key else self.key)
        before = connection.headers() if self.kept_headers else {}
        connection.set_headers({name: before[name] for name in self.kept_headers} | self.headers)
