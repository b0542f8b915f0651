"""Threads of responses as they are drawn: newest thread first, each a tree by `previous_response_id`."""

from collections.abc import Iterator
from dataclasses import dataclass

from playground.accounts.models import User

from .models import ResponseNode

PAGE_SIZE = 20
# Of a longer thread its newest are drawn.
MOST_NODES = 200
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with its place in the tree; `indent` is its depth, as far as the page can show it."""

    node: ResponseNode
    depth: int

    @property
    def indent(self) -> int:
        return min(self.depth, DEEPEST)


@dataclass(frozen=True, slots=True)
class Thread:
    root: ResponseNode
    branches: list[Branch]


@dataclass(frozen=True, slots=True)
class Page:
    """`before` is the cursor of the next page, None when there is none."""

    threads: list[Thread]
    before: int | None


def page(owner: User, before: str = "") -> Page:
    """Up to PAGE_SIZE threads, those with the newest responses first."""
    roots = ResponseNode.objects.for_user(owner).filter(root=None).order_by("-latest")
    if before.isascii() and before.isdigit() and len(before) < 18:
        roots = roots.filter(latest__lt=int(before))
    found = list(roots.select_related("connection")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    cursor = shown[-1].latest if len(found) > PAGE_SIZE else None
    return Page([thread(root) for root in shown], cursor)


def thread(root: ResponseNode) -> Thread:
    nodes = root.descendants.order_by("-id").select_related("run", "connection")[:MOST_NODES]
    children: dict[int | None, list[ResponseNode]] = {}
    for node in sorted(nodes, key=lambda node: node.pk):
        children.setdefault(node.parent_id, []).append(node)
    branches = list(branch(root, children))
    drawn = {branch.node.pk for branch in branches}
    # Those whose way to the root is not among the newest.
    rest = [Branch(node, 1) for listed in children.values() for node in listed if node.pk not in drawn]
    return Thread(root, branches + rest)


def branch(root: ResponseNode, children: dict[int | None, list[ResponseNode]]) -> Iterator[Branch]:
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield Branch(node, depth)
        below = children.get(node.pk, [])
        # A straight line is not drawn as stairs: only where it forks does it go deeper.
        deeper = depth + (1 if len(below) > 1 else 0)
        waiting += [(child, deeper) for child in reversed(below)]
