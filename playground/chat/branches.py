"""The tree of a conversation: the way to a turn, and the forks on it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .models import Turn


@dataclass(frozen=True, slots=True)
class Node:
    pk: int
    parent: int | None
    length: int
    key: str
    run: UUID


@dataclass(frozen=True, slots=True)
class Fork:
    """A turn with siblings, whose answer is message `at`: it is number `number` of `count`.

    `previous` and `next` are the newest leaves of those beside it.
    """

    at: int
    number: int
    count: int
    previous: UUID | None
    next: UUID | None


class Tree:
    """All turns of a conversation, by one query without their texts."""

    def __init__(self, conversation: int) -> None:
        columns = ("pk", "parent_id", "length", "key", "run__uuid")
        found = Turn.objects.filter(conversation=conversation).order_by("pk").values_list(*columns)
        self.nodes = {row[0]: Node(*row) for row in found}
        self.by_run = {node.run: node for node in self.nodes.values()}
        self.children: dict[int | None, list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            self.children[node.parent].append(node)

    def path(self, run: UUID) -> list[Node]:
        """From the root to the turn of this run; empty for one that is not in the tree."""
        return list(self.way_up(self.by_run.get(run)))[::-1]

    def way_up(self, node: Node | None) -> Iterator[Node]:
        while node is not None:
            yield node
            node = self.nodes.get(node.parent or 0)

    def leaves(self) -> list[Node]:
        return [node for node in self.nodes.values() if node.pk not in self.children]

    def newest_leaf(self, node: Node) -> Node:
        """The leaf under a turn that was run last."""
        newest, waiting = node, [node]
        while waiting:
            children = self.children.get(waiting.pop().pk, [])
            waiting += children
            newest = max([newest, *children], key=lambda child: child.pk)
        return newest

    def forks(self, run: UUID) -> dict[int, Fork]:
        """The forks on the way to a run, each by the number of the message that answers there."""
        return {node.length: fork for node in self.path(run) if (fork := self.fork(node))}

    def fork(self, node: Node) -> Fork | None:
        siblings = self.children[node.parent]
        if len(siblings) < 2:
            return None
        at = siblings.index(node)
        beside = [siblings[at - 1] if at else None, *siblings[at + 1 : at + 2], None]
        previous, following = (self.newest_leaf(one).run if one else None for one in beside[:2])
        return Fork(node.length, at + 1, len(siblings), previous, following)

    def parent_for(self, keys: list[str], shown: UUID | None) -> Node | None:
        """The turn that messages of these `prefixes` go on from: the last one whose messages they begin with.

        It is looked for on the way to the run that is `shown`, without one in the whole tree.
        """
        node = self.by_run.get(shown) if shown else None
        candidates = list(self.way_up(node)) if node else sorted(self.nodes.values(), key=last_and_longest)
        return next(
            (one for one in candidates if one.length < len(keys) - 1 and one.key == keys[one.length]), None
        )


def last_and_longest(node: Node) -> tuple[int, int]:
    return -node.length, -node.pk


def prefixes(messages: list[Any]) -> list[str]:
    """For each count from 0 on a text that only equal lists of so many first messages share."""
    digest = hashlib.sha256()
    keys = [digest.hexdigest()[:32]]
    for message in messages:
        digest.update(json.dumps(message, sort_keys=True).encode() + b"\n")
        keys.append(digest.hexdigest()[:32])
    return keys
