"""Sound in templates."""

from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from playground.audio import clock as words
from playground.audio.models import Sound
from playground.audio.transcription.reading import Piece, Segment
from playground.runs.models import File

register = template.Library()


@register.filter
def clock(seconds: float | None, decimals: int = 1) -> str:
    return "" if seconds is None else words.clock(seconds, decimals)


@register.filter
def kind_of_sound(sound: Sound) -> str:
    return words.kind(sound)


@register.filter
def container_name(name: str) -> str:
    """The first of the names by which a container goes."""
    return name.partition(",")[0]


@register.filter
def split_words(text: str) -> list[str]:
    return text.split(",")


@register.inclusion_tag("audio/_player.html")
def player(file: File, sound: Sound | None = None, name: str = "") -> dict[str, Any]:
    """A stored sound to listen to: play, time, speed, waveform; the page loads css/audio.css and js/audio.js."""
    return {"file": file, "sound": sound, "name": name or file.name}


@register.filter
def words_of(segment: Segment) -> SafeString:
    """Each word in an element that knows when it was said; doubtful ones are marked."""
    return mark_safe("".join(map(word, segment.pieces)))


def word(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.is_doubtful:
        return (
            f'<mark class="doubtful" data-at="{piece.start:.2f}" title="{piece.percent} % sure">{text}</mark>'
        )
    return f'<span data-at="{piece.start:.2f}">{text}</span>'
