"""What kind of thing a term is: by the roots it stands under, or by MeSH's tree numbers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from raregraph.tables import read_table

_TREE = "MeSH/"


class RootRow(NamedTuple):
    """A row of `branch-roots.tsv`."""

    key: str
    branch: str
    label: str


class Placed(Protocol):
    """A term with its parents."""

    parents: tuple[str, ...]


class Branches:
    """Knows the roots of the branches."""

    def __init__(self, rows: Sequence[RootRow]) -> None:
        """Take the rows of `branch-roots.tsv`."""
        self._roots = {row.key: row.branch for row in rows if not row.key.startswith(_TREE)}
        self._trees = {row.key: (place, row.branch) for place, row in enumerate(rows) if row.key.startswith(_TREE)}
        self._by_tree: dict[str, str] = {}

    def is_tree(self, parent: str) -> bool:
        """Say whether a parent is a tree number and no id."""
        return parent.startswith(_TREE)

    def resolve_trees(self, terms: Mapping[str, Placed]) -> None:
        """Put the headings above them in the place of the tree numbers, and remember what branch the numbers tell."""
        numbers = {tree: key for key, term in terms.items() for tree in term.parents if tree.startswith(_TREE)}
        self._by_tree = {}
        for key, term in terms.items():
            trees = [parent for parent in term.parents if parent.startswith(_TREE)]
            if not trees:
                continue
            branch = self._branch_of_trees(trees)
            if branch:
                self._by_tree[key] = branch
            above = (numbers.get(tree.rpartition(".")[0], "") for tree in trees)
            others = (parent for parent in term.parents if not parent.startswith(_TREE))
            term.parents = tuple(sorted({parent for parent in (*above, *others) if parent and parent != key}))

    def _branch_of_trees(self, trees: Sequence[str]) -> str:
        found = [self._of_tree(tree) for tree in trees]
        return max(found, default=(-1, ""))[1]

    def _of_tree(self, tree: str) -> tuple[int, str]:
        for end in range(len(tree), len(_TREE), -1):
            if tree[:end] in self._trees and (end == len(tree) or tree[end] == "." or end == len(_TREE) + 1):
                return self._trees[tree[:end]]
        return (-1, "")

    def find(self, terms: Mapping[str, Placed]) -> dict[str, str]:
        """Return the branch of each term that stands under a root; the nearer root of two has the say."""
        children: dict[str, list[str]] = defaultdict(list)
        for key, term in terms.items():
            for parent in term.parents:
                children[parent].append(key)
        below = {root: _descendants(root, children) for root in self._roots}
        order = sorted(self._roots, key=lambda root: sum(root in others for others in below.values()))
        found = dict(self._heirs_of_trees(children))
        for root in order:
            found.update(dict.fromkeys(below[root], self._roots[root]))
        return found

    def _heirs_of_trees(self, children: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Give supplementary concepts, which have no tree number, the branch of a heading that they are mapped to."""
        found = dict(self._by_tree)
        for heading, branch in self._by_tree.items():
            for child in children.get(heading, ()):
                if child not in self._by_tree and found.get(child, "~") > branch:
                    found[child] = branch
        return found


def _descendants(root: str, children: Mapping[str, Sequence[str]]) -> set[str]:
    found = {root}
    waiting = [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


@lru_cache(maxsize=8)
def load_branches(ontology: Path) -> Branches:
    """Read the roots of an ontology folder."""
    return Branches(read_table(ontology / "branch-roots.tsv", RootRow))
