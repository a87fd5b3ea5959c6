"""The layers of a directed graph: each node as far right as the longest way to it, neighbors near each other.

Lines that would close a loop are left aside for this. Within a layer nodes stand at the average of what they hang on.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
_SWEEPS = 4


def layers(nodes: Sequence[N], edges: Sequence[tuple[N, N]]) -> list[list[N]]:
    """Return the nodes in layers from left to right, each in its order from the top."""
    following: dict[N, list[N]] = {node: [] for node in nodes}
    for start, end in dict.fromkeys(edges):
        if start != end:
            following[start].append(end)
    ordered, kept = _without_loops(nodes, following)
    depth = dict.fromkeys(nodes, 0)
    for node in ordered:
        for end in kept[node]:
            depth[end] = max(depth[end], depth[node] + 1)
    found: list[list[N]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for node in nodes:
        found[depth[node]].append(node)
    return _arranged(found, kept)


def _without_loops(nodes: Sequence[N], following: dict[N, list[N]]) -> tuple[list[N], dict[N, list[N]]]:
    """Return the nodes in an order in which lines run forward, and the lines that do."""
    kept: dict[N, list[N]] = {node: [] for node in nodes}
    done: list[N] = []
    state: dict[N, int] = {}
    for root in nodes:
        stack = [(root, iter(following[root]))] if root not in state else []
        state.setdefault(root, 1)
        while stack:
            node, rest = stack[-1]
            end = next(rest, None)
            if end is None:
                state[node] = 2
                done.append(node)
                stack.pop()
            elif state.get(end) != 1:
                kept[node].append(end)
                if end not in state:
                    state[end] = 1
                    stack.append((end, iter(following[end])))
    return done[::-1], kept


def _arranged(found: list[list[N]], kept: dict[N, list[N]]) -> list[list[N]]:
    """Return the layers with few crossings: nodes move to the average place of their neighbors, a few times."""
    beside: dict[N, list[N]] = {node: list(ends) for node, ends in kept.items()}
    for node, ends in kept.items():
        for end in ends:
            beside[end].append(node)
    for _ in range(_SWEEPS):
        for layer in found:
            place = {node: (at + 0.5) / len(one) for one in found for at, node in enumerate(one)}
            means = {
                node: sum(place[other] for other in beside[node]) / len(beside[node]) if beside[node] else place[node]
                for node in layer
            }
            layer.sort(key=means.__getitem__)
    return found
