"""Any picture made into what image variations take: a square PNG of less than 4 MB."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from PIL import Image, ImageOps

from playground.accounts.models import User
from playground.runs import files
from playground.runs.models import File

from .looks import UNREADABLE, Look, NoPicture, decoding, look, opened
from .models import Prepared

# Less than what the API states, which may count a megabyte either way.
MOST_BYTES = 4_000_000
MOST_GIVEN = 64 * 1024 * 1024
LONGEST_SIDE = 2048
Fit = Prepared.Fit


@dataclass(frozen=True)
class Preparation:
    """`file` is what is sent, `source` what was given: the same one where it was fit already."""

    file: File
    source: File
    look: Look
    source_look: Look
    fit: str

    @property
    def is_same(self) -> bool:
        return self.file == self.source

    @property
    def is_squared(self) -> bool:
        return self.source_look.width != self.source_look.height

    @property
    def is_smaller(self) -> bool:
        before, after = self.source_look, self.look
        side = min(before.width, before.height) if self.fit == Fit.CROP else max(before.width, before.height)
        return after.width < side


def prepare(owner: User, source: File, fit: str) -> Preparation:
    """What is sent of a stored picture; made once for each `fit`. Raises NoPicture."""
    if source.size > MOST_GIVEN:
        raise NoPicture(f"The file is larger than the {MOST_GIVEN // 1024**2} MB that are taken here.")
    seen = seen_in(source)
    if is_fit(source, seen):
        return Preparation(source, source, seen, seen, fit)
    made = Prepared.objects.filter(source=source, fit=fit, file__owner=owner).select_related("file").first()
    file = made.file if made else squared(owner, source, fit)
    return Preparation(file, source, seen_in(file), seen, fit)


def seen_in(file: File) -> Look:
    """What a stored picture is. Raises NoPicture."""
    try:
        with file.file.open("rb") as content:
            return look(content)
    except OSError:
        raise NoPicture("The file is no longer stored here.") from None


def is_fit(file: File, seen: Look) -> bool:
    return seen.format == "png" and seen.width == seen.height and file.size < MOST_BYTES


def squared(owner: User, source: File, fit: str) -> File:
    with source.file.open("rb") as content, decoding:
        try:
            png = small_png(square(opened(content), fit))
        except UNREADABLE as error:
            raise NoPicture("The picture is damaged: it cannot be decoded.") from error
    file = files.keep(owner, BytesIO(png), f"{PurePath(source.name).stem or 'picture'}-square.png")
    Prepared.objects.create(file=file, source=source, fit=fit)
    return file


def square(picture: Image.Image, fit: str) -> Image.Image:
    """The middle of the picture, or all of it on a transparent square."""
    upright = ImageOps.exif_transpose(picture)
    whole = upright.convert("RGBA" if upright.has_transparency_data or fit == Fit.PAD else "RGB")
    side = min(whole.size) if fit == Fit.CROP else max(whole.size)
    side = min(side, LONGEST_SIDE)
    if fit == Fit.CROP:
        return ImageOps.fit(whole, (side, side))
    return ImageOps.pad(whole, (side, side), color=(0, 0, 0, 0))


def small_png(picture: Image.Image) -> bytes:
    """The picture as PNG, shrunk until it is small enough."""
    while True:
        content = BytesIO()
        picture.save(content, "PNG", optimize=False)
        if content.tell() < MOST_BYTES:
            return content.getvalue()
        side = int(picture.width * 0.8)
        picture = picture.resize((side, side), Image.Resampling.LANCZOS)
