"""Colours for a picture: those that the prompt names, else those of its mood, else some that go well together."""

import colorsys
import re
from dataclasses import dataclass

import numpy as np

from .canvas import Colour

NAMED = {
    "red": "d8323c", "crimson": "b3123b", "scarlet": "e2301f", "orange": "f08327", "amber": "f5a623", "gold": "e8b63a",
    "golden": "e8b63a", "yellow": "f4d23c", "lime": "a4d43a", "green": "3f9d55", "emerald": "1f9e73", "olive": "848a3a",
    "teal": "1d8f92", "turquoise": "34bdb5", "cyan": "3cc3da", "blue": "2f64c8", "azure": "3f92e8", "navy": "1c2f66",
    "indigo": "473fa8", "violet": "7d47c0", "purple": "7b3aa8", "lavender": "a793dc", "magenta": "cf3a9f",
    "pink": "ee84ae", "rose": "e3617f", "coral": "f2765f", "peach": "f7b48f", "brown": "83553a", "beige": "dcc7a3",
    "cream": "f3e7cc", "white": "f2f1ee", "silver": "b8c0c8", "grey": "868d95", "gray": "868d95", "black": "24242c",
}  # fmt: skip
MOODS = {
    "neon|cyberpunk|synthwave|retrowave": "12092f 4b1a80 d4308d 37d5e6",
    "fire|flame|flames|lava|volcano": "2a0a12 9b1b1e f0592a fccf5a",
    "sunset|dusk|evening": "32235f a8386b f2724b fbc063",
    "sunrise|dawn|morning": "4a6fb0 a99cc9 f6b8a0 fde6b3",
    "night|midnight|star|stars|space|galaxy|moon|moonlit": "0a0f2c 1c2a5e 40407f 9a7fb4",
    "winter|snow|snowy|ice|arctic|frozen": "5b86b5 93b8d8 cfe2ee f7f7f5",
    "autumn|fall|october": "4f6d7a c8553d ec9a45 f6d186",
    "spring|blossom|cherry": "7fb7d9 b9d9c2 f6c9d4 fff0e5",
    "desert|sand|dune|dunes|sahara": "3f7fb0 d9a066 efc58a f8e6c3",
    "storm|stormy|rain|rainy|fog|foggy|mist|misty": "2f3e4e 5c7182 93a5b1 c9d1d3",
    "tropical|beach|summer|island": "1f86c9 5bbfd8 aee3dc fdf0c8",
    "forest|jungle|wood|woods|meadow": "4b86a8 94bfae d3ddb2 f6edc9",
    "vintage|retro|old|sepia": "4a4038 8d7257 c7a779 ece0c0",
}
FREE = (
    "264653 2a9d8f e9c46a f4a261", "1d3557 457b9d a8dadc f1faee", "3d2c5e 8b4f80 e58f7b fcd9a0",
    "0b3954 087e8b bfd7ea ff5a5f", "22333b 5e7f73 c6ac8f f2e8d5", "2b2d5b 5b6bb5 a5b5e8 f9dcc4",
    "13505b 119da4 8fd3c1 fcefb4", "5f0f40 9a031e fb8b24 fde2b0", "4f5d9b 8fa3d9 f3bcc8 fdf1e1",
)  # fmt: skip
ACCENTS = ("f25c54", "f4d35e", "2ec4b6", "ff9f1c", "e36588", "7dd181", "5f7adb", "fdfcdc")
COLOUR_WORDS = re.compile(rf"\b({'|'.join(NAMED)})(?:dish|ish)?\b")


@dataclass(frozen=True, slots=True)
class Palette:
    """`sky` from dark and high to light and low; `accents` for what stands before it. `named`: the prompt's own."""

    sky: tuple[Colour, ...]
    accents: tuple[Colour, ...]
    named: tuple[Colour, ...] = ()

    @property
    def dark(self) -> Colour:
        return mix(self.sky[0], (0.02, 0.02, 0.07), 0.55)

    @property
    def light(self) -> Colour:
        return mix(self.sky[-1], (1, 1, 1), 0.35)

    def accent(self, index: int) -> Colour:
        return self.accents[index % len(self.accents)]


def colour(code: str) -> Colour:
    red, green, blue = bytes.fromhex(code)
    return red / 255, green / 255, blue / 255


def mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def turned(one: Colour, hue: float = 0.0, lighter: float = 0.0) -> Colour:
    """The same colour with its hue turned by a part of the circle, and its lightness moved."""
    h, lightness, saturation = colorsys.rgb_to_hls(*one)
    return colorsys.hls_to_rgb((h + hue) % 1, min(max(lightness + lighter, 0), 1), saturation)


def choose(prompt: str, rng: np.random.Generator) -> Palette:
    named = tuple(dict.fromkeys(colour(NAMED[word]) for word in COLOUR_WORDS.findall(prompt)))
    if named:
        return Palette(sky_of(named), accents_of(named), named)
    mood = next((codes for words, codes in MOODS.items() if re.search(rf"\b({words})\b", prompt)), None)
    sky = tuple(colour(code) for code in (mood or FREE[rng.integers(len(FREE))]).split())
    accents = [colour(ACCENTS[index]) for index in rng.permutation(len(ACCENTS))[:4]]
    return Palette(sky, (*accents, sky[2], sky[1]))


def sky_of(named: tuple[Colour, ...]) -> tuple[Colour, ...]:
    first, last = named[0], named[-1]
    if len(named) == 1:
        last = turned(first, hue=0.045, lighter=0.1)
    return (
        mix(turned(first, hue=-0.03), (0.07, 0.05, 0.16), 0.55),
        mix(first, (0.1, 0.06, 0.15), 0.12),
        mix(first, last, 0.7),
        mix(last, (1, 0.95, 0.85), 0.6),
    )


def accents_of(named: tuple[Colour, ...]) -> tuple[Colour, ...]:
    shades = [turned(one, hue, lighter) for one in named for hue, lighter in ((0.03, 0.12), (-0.04, -0.12))]
    return (*named, *shades, mix(named[0], (1, 1, 1), 0.75))
