"""What tells the animals apart."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Animal:
    """`ears`: what shape, how far apart, how high, how large, in parts of the head; `mask`: a paler lower face."""

    coat: str
    ears: str = "round"
    apart: float = 0.7
    size: float = 0.3
    muzzle: str = "f3e9dc"
    whiskers: bool = False
    mask: bool = False
    patches: str = ""
    names: tuple[str, ...] = field(default=())


ANIMALS = (
    Animal("e0913f", "pointed", whiskers=True, names=("cat", "kitten", "kitty", "tiger", "lion")),
    Animal("e2762f", "pointed", 0.72, 0.36, mask=True, names=("fox",)),
    Animal("8f969e", "pointed", 0.7, 0.34, mask=True, whiskers=True, names=("wolf", "husky")),
    Animal("b98352", "hanging", 0.92, 0.42, names=("dog", "puppy", "beagle", "retriever")),
    Animal(
        "8a6748", "round", 0.86, 0.17, "e8d8c0", whiskers=True, mask=True, names=("otter", "beaver", "seal")
    ),
    Animal("8b5e3c", names=("bear", "animal", "creature", "teddy", "hamster")),
    Animal("f5f3ee", patches="2a2a30", names=("panda",)),
    Animal("a8a4a0", "round", 1.02, 0.46, "c9c5c0", names=("koala", "mouse", "elephant")),
    Animal("d9cbb8", "long", 0.38, 0.3, whiskers=True, names=("rabbit", "bunny", "hare")),
)
NAMES = "|".join(name for animal in ANIMALS for name in animal.names)
