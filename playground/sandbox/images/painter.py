"""Pictures from words: the prompt chooses scene and colours, the seed how they are composed."""

import re
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .canvas import Canvas, Plane
from .noise import Rng
from .palette import Palette, choose
from .scenes import outdoors, patterns, things
from .scenes.animals import animal, portrait
from .scenes.city import city
from .scenes.garden import flowers, garden
from .scenes.hills import hills
from .scenes.night import night, planets, space
from .scenes.sea import sea
from .scenes.species import NAMES

Scene = Callable[[Canvas, Palette, str, Rng], None]
# The first whose words are in the prompt.
SCENES: tuple[tuple[str, Scene], ...] = (
    (NAMES, portrait),
    (r"rocket|spaceship|launch", things.launch),
    (r"city|town|skyline|skyscraper|building|street|tokyo|york|london|paris|cyberpunk", city),
    (r"planet|space|galaxy|saturn|mars|cosmos|universe|nebula|alien|astronaut", space),
    (
        r"flower|rose|tulip|daisy|garden|bouquet|blossom|plant|sunflower|lily|orchid|bloom|poppy|poppies",
        garden,
    ),
    (r"balloon", things.balloons),
    (r"house|home|cottage|cabin|hut", outdoors.house),
    (r"heart|love|valentine", things.valentine),
    (r"tree|oak|apple", outdoors.orchard),
    (r"sea|ocean|beach|lake|water|boat|ship|sail\w*|island|coast|river", sea),
    (
        r"mountain|hill|valley|landscape|forest|wood|desert|dune|meadow|field|country\w*|alps?|nature",
        hills,
    ),
    (r"night|star|milky|moon|sky|aurora", night),
    (r"waves?|stripes?|lines?|layers?", patterns.waves),
    (r"circles?|dots?|bubbles?|polka", patterns.circles),
    (r"geometr\w*|bauhaus|shapes?|squares?|poster|logo|icon|cubis\w+", patterns.shapes),
    (r"rays?|burst|sunburst|radial", patterns.rays),
    (r"glass|mosaic|voronoi|crystals?|gems?", patterns.glass),
    (r"abstract|flow\w*|marble\w*|liquid|smoke|noise|fire|flames?|lava", patterns.flow),
    (r"sunset|sunrise|dusk|dawn|sun", sea),
)
# One of these where the prompt names nothing that can be painted.
ABSTRACT: tuple[Scene, ...] = patterns.ALL
# What of a scene can stand on nothing.
SUBJECTS: dict[Scene, Scene] = {
    portrait: animal,
    garden: flowers,
    space: planets,
    things.balloons: things.balloon,
    outdoors.house: outdoors.home,
    things.launch: things.rocket,
    things.valentine: things.heart,
    outdoors.orchard: outdoors.tree,
}
# Larger pictures are painted smaller and enlarged, so that time and memory stay within bounds.
MOST_PIXELS = 1_600_000
MARK = "sandbox"


def paint(prompt: str, width: int, height: int, seed: int, transparent: bool = False) -> Image.Image:
    """An RGB picture for the prompt; RGBA with a subject on nothing if `transparent`. The same for the same seed."""
    words = prompt.lower()
    rng = np.random.default_rng((zlib.crc32(words.encode("utf-8", "replace")), seed % 2**64))
    shrink = min(1.0, (MOST_PIXELS / (width * height)) ** 0.5)
    canvas = Canvas.blank(max(1, round(width * shrink)), max(1, round(height * shrink)))
    scene = next((scene for pattern, scene in SCENES if re.search(rf"\b({pattern})s?\b", words)), None)
    palette = choose(words, rng)
    scene = scene or ABSTRACT[rng.integers(len(ABSTRACT))]
    if not transparent:
        scene(canvas, palette, words, rng)
    elif subject := SUBJECTS.get(scene):
        subject(canvas, palette, words, rng)
    else:
        scene(canvas, palette, words, rng)
        canvas.pixels *= badge(canvas)[..., None]
    picture = finished(canvas, transparent).resize((width, height), Image.Resampling.LANCZOS)
    return signed(picture)


def badge(canvas: Canvas) -> Plane:
    """A scene that fills its picture becomes a round sticker where nothing may be behind it."""
    return canvas.disc(canvas.wide / 2, canvas.high / 2, 0.46)


def finished(canvas: Canvas, transparent: bool) -> Image.Image:
    pixels = canvas.pixels
    if not transparent:
        return Image.fromarray((np.clip(pixels[..., :3], 0, 1) * 255 + 0.5).astype(np.uint8), "RGB")
    pixels[..., :3] /= np.maximum(pixels[..., 3:], 1e-4)
    return Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8), "RGBA")


def signed(picture: Image.Image) -> Image.Image:
    """The picture with a small mark in its corner: nobody shall take it for a model's."""
    size = max(9, min(picture.size) // 60)
    corner = (max(0, picture.width - size * 6), max(0, picture.height - size * 2), *picture.size)
    part = picture.crop(corner).convert("RGBA")
    layer = Image.new("RGBA", part.size)
    draw, font = ImageDraw.Draw(layer), ImageFont.load_default(size)
    right, foot = part.width - size * 0.7, part.height - size * 0.6
    draw.text((right + 1, foot + 1), MARK, (0, 0, 0, 90), font, anchor="rs")
    draw.text((right, foot), MARK, (255, 255, 255, 190), font, anchor="rs")
    picture.paste(Image.alpha_composite(part, layer).convert(picture.mode), corner)
    return picture
