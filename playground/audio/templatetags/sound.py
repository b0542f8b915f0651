"""Sound in templates."""

from typing import Any

from django import template

from playground.audio import clock as words
from playground.audio.models import Sound
from playground.runs.models import File

register = template.Library()


@register.filter
def clock(seconds: float | None, decimals: int = 1) -> str:
    return "" if seconds is None else words.clock(seconds, decimals)


@register.filter
def kind_of_sound(sound: Sound) -> str:
    return words.kind(sound)


@register.inclusion_tag("audio/_player.html")
def player(file: File, sound: Sound | None = None, name: str = "") -> dict[str, Any]:
    """A stored sound to listen to: play, time, speed, waveform; the page loads css/audio.css and js/audio.js."""
    return {"file": file, "sound": sound, "name": name or file.name}
