"""Names in a library: each of its kind once."""

from itertools import count

from playground.accounts.models import User

from .models import Definition


def free_name(user: User, kind: str, wanted: str) -> str:
    """The name, with a number where the user's library has it already."""
    taken = set(Definition.objects.for_user(user).filter(kind=kind).values_list("name", flat=True))
    names = (wanted if number == 1 else f"{wanted[:60]}_{number}" for number in count(1))
    return next(name for name in names if name not in taken)
