"""Sound as it travels: the page speaks 16-bit PCM at 24 kHz, an upstream perhaps G.711 at 8 kHz."""

RATE = 24_000
WIDTH = 2


class Wire:
    """One direction of a session's sound; this one passes PCM on."""

    def encoded(self, pcm: bytes) -> bytes:
        """The page's sound as the upstream takes it."""
        return pcm

    def decoded(self, sound: bytes) -> bytes:
        """The upstream's sound as the page takes it."""
        return sound[: len(sound) // WIDTH * WIDTH]


def wire(format: str | None) -> Wire:
    """One direction in this format; unknown formats pass as PCM."""
    if not format or not format.startswith("g711_"):
        return Wire()
    # Here, as its library is large and mostly not needed.
    from .g711 import G711, TABLES

    return G711(TABLES[format]) if format in TABLES else Wire()
