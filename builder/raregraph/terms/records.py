"""What the files of terminologies say, whatever their format: headers, terms, links, and what is wrong with them."""

from collections.abc import Callable
from typing import NamedTuple

OBSOLETE = "obsolete"
FORMER = "former"
ABBREVIATION = "abbreviation"
LAYPERSON = "layperson"
SYMBOL = "symbol"
LINKED = "linked"
"""The type of a name that another ontology has for the same thing."""


class Header(NamedTuple):
    """What a file says about itself."""

    version: str = ""
    license: str = ""


class Synonym(NamedTuple):
    """A further name: scope EXACT, NARROW, BROAD, RELATED or "" (not told); type such as "layperson"."""

    text: str
    scope: str = ""
    type: str = ""


class Entry(NamedTuple):
    """A term as one file has it. `branch` None: the file does not tell."""

    id: str
    label: str
    synonyms: tuple[Synonym, ...] = ()
    parents: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    obsolete: bool = False
    replaced_by: str = ""
    branch: str | None = None


class Link(NamedTuple):
    """A link between two terms, with the predicate that the file states."""

    subject: str
    predicate: str
    object: str
    subject_label: str = ""
    object_label: str = ""
    justification: str = ""


class Problem(NamedTuple):
    """What is wrong in a file; what is right in it is used all the same. `line` is None where a file has no lines."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        """Return place and message in one line."""
        return f"{self.file}{'' if self.line is None else f':{self.line}'}: {self.message}"


Record = Header | Entry | Link
Report = Callable[[int | None, str], None]
"""Takes a line number, or None, and what is wrong there."""
