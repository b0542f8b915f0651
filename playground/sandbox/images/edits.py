"""A given picture with a part painted anew, or all of it painted over lightly."""

from PIL import Image, ImageChops, ImageFilter, ImageOps

from .order import Order
from .painter import paint, signed

STRENGTH = 0.45


def edit(order: Order, pictures: list[Image.Image], mask: Image.Image | None, seed: int) -> Image.Image:
    """`pictures` are RGBA, blended if there are several; `mask` is 0 where the prompt is to be painted."""
    size = (order.width, order.height)
    ground = blended([ImageOps.fit(picture, size, Image.Resampling.LANCZOS) for picture in pictures])
    painted = paint(order.prompt, order.width, order.height, seed, order.transparent).convert("RGBA")
    if mask is None and ground.getchannel("A").getextrema()[0] == 0:
        mask = ground.getchannel("A")
    if mask is not None:
        kept = ImageOps.fit(mask, size, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(1.5))
        made = Image.composite(ground, painted, kept)
    else:
        made = Image.blend(ground, ImageChops.soft_light(ground, painted), STRENGTH * 2)
        made.putalpha(ground.getchannel("A"))
    return signed(made if order.transparent else on_white(made))


def blended(pictures: list[Image.Image]) -> Image.Image:
    """The pictures side by side, each fading into the next."""
    whole, count = pictures[0], len(pictures)
    for place, picture in enumerate(pictures[1:], 1):
        fade = Image.linear_gradient("L").rotate(90).resize((max(2, whole.width // count), whole.height))
        mask = Image.new("L", whole.size)
        left = whole.width * place // count
        mask.paste(255, (left, 0, whole.width, whole.height))
        mask.paste(fade, (left - fade.width // 2, 0))
        whole = Image.composite(picture, whole, mask)
    return whole


def on_white(picture: Image.Image) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
