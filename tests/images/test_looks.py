"""Pictures that claim or hold more than they seem to."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from playground.images.looks import NoPicture, look

from .samples import picture


def claimed(width: int, height: int) -> bytes:
    """The start of a PNG of this size, a few bytes long."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 1000) + b"IDAT" + bytes(8)


@pytest.mark.parametrize(("width", "height"), [(8_000, 8_000), (50_000, 50_000), (2**31 - 1, 1)])
def test_refuses_a_picture_by_the_size_it_claims(width: int, height: int) -> None:
    with pytest.raises(NoPicture, match="pixels"):
        look(claimed(width, height))


def test_decodes_no_more_than_the_first_of_many_frames() -> None:
    frames = [Image.new("P", (300, 300), number) for number in range(100)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    assert (look(written.getvalue()).width, look(written.getvalue()).format) == (300, "gif")


def test_refuses_a_picture_of_another_format() -> None:
    with pytest.raises(NoPicture, match="PNG, JPEG, WebP or GIF"):
        look(picture(format="BMP"))
