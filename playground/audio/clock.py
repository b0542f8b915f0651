"""Times and sizes of sound in words."""

from .models import Sound

CODECS = {"pcm": "PCM", "aac": "AAC", "mp3": "MP3", "mp3float": "MP3", "opus": "Opus", "libopus": "Opus"}


def clock(seconds: float, decimals: int = 1) -> str:
    """`0:13.6`, and `1:02:03.4` from the first hour on."""
    tenths = round(max(0.0, seconds) * 10**decimals)
    whole, rest = divmod(tenths, 10**decimals)
    minutes, second = divmod(whole, 60)
    point = f".{rest:0{decimals}}" if decimals else ""
    hours = f"{minutes // 60}:{minutes % 60:02}" if minutes >= 60 else f"{minutes}"
    return f"{hours}:{second:02}{point}"


def kind(sound: Sound) -> str:
    """`AAC 44.1 kHz stereo`"""
    name = sound.codec.partition("_")[0]
    channels = {1: "mono", 2: "stereo"}.get(sound.channels, f"{sound.channels} channels")
    return f"{CODECS.get(name, name.upper())} {sound.rate / 1000:g} kHz {channels}"
