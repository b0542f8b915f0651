import numpy as np
import pytest

from playground.sandbox.images.painter import paint

PROMPTS = [
    *(
        "a red sunset over the sea",
        "a boat in the moonlight",
        "snowy mountains",
        "a desert",
        "a forest at night",
    ),
    *(
        "a city at dusk",
        "the night sky",
        "a planet",
        "flowers",
        "a sunflower",
        "a cute cat",
        "a panda",
        "a rabbit",
    ),
    *("hot air balloons", "a house", "an autumn tree", "a rocket", "a heart"),
    *("waves", "circles", "geometric shapes", "sun rays", "stained glass", "flowing marble", "fire"),
    *("something else entirely", "", "\0", "\ud800", "🙂", "x" * 32_000, "blue " * 6000),
]


@pytest.mark.parametrize("prompt", PROMPTS, ids=[repr(prompt[:30]) for prompt in PROMPTS])
@pytest.mark.parametrize("transparent", [False, True])
def test_paints_any_prompt(prompt, transparent):
    once, again = (paint(prompt, 192, 128, 5, transparent) for _ in range(2))
    assert once.size == (192, 128)
    assert once.mode == ("RGBA" if transparent else "RGB")
    assert once.tobytes() == again.tobytes()
    assert once.tobytes() != paint(prompt, 192, 128, 6, transparent).tobytes()
    assert np.asarray(once.convert("RGB")).std() > 8


@pytest.mark.parametrize("size", [(16, 16), (48, 16), (16, 48), (960, 320), (320, 960)])
@pytest.mark.parametrize("prompt", ["hills", "a city", "a rose", "the sea", "a fox", "saturn", "glass"])
def test_paints_any_size(prompt, size):
    assert paint(prompt, *size, seed=1).size == size


def test_paints_the_largest_size():
    assert paint("hills", 3840, 2160, seed=1).size == (3840, 2160)


def test_paints_in_the_colours_of_the_prompt():
    for prompt, channel in (("red waves", 0), ("green hills", 1), ("a blue sea", 2)):
        for seed in range(4):
            mean = np.asarray(paint(prompt, 160, 160, seed), float).mean((0, 1))
            assert mean.argmax() == channel, (prompt, seed, mean)


def test_gives_the_red_sunset_its_sun_and_its_sea():
    for seed in range(5):
        rows = np.asarray(paint("a red sunset over the sea", 200, 200, seed), float)
        light = rows.sum(2)
        sky, sea = light[:130], light[150:]
        assert sky.max() > 600
        assert sky.mean() > sea.mean()
