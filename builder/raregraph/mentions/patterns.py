"""Patterns of the tables: regular expressions in which `{CLASS}` stands for a class of words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.mentions.view import BRACKET_MASK, NAME_MASK
from raregraph.mentions.word_pattern import WordPattern
from raregraph.tables import numbered_rows

_CLASS = re.compile(r"\{([A-Z]+)\}")


class WordClassRow(NamedTuple):
    """A row of `word-classes.tsv`."""

    name: str
    pattern: str


@lru_cache(maxsize=8)
def load_word_classes(ontology: Path) -> dict[str, str]:
    """Return the classes by name, each with the classes it uses filled in."""
    classes = {"NAME": f"{NAME_MASK}+", "BRACKETS": f"{BRACKET_MASK}+"}
    path = ontology / "word-classes.tsv"
    for number, row in numbered_rows(path, WordClassRow):
        classes[row.name] = fill(row.pattern, classes, f"{path}:{number}")
    return classes


def fill(pattern: str, classes: dict[str, str], where: str) -> str:
    """Return the pattern with each class filled in. Raises `KnowledgeError` for one that is not in the table."""

    def group(match: re.Match[str]) -> str:
        if match[1] not in classes:
            raise KnowledgeError(where, f"{match[0]} is no class of words", "add it to word-classes.tsv above its use")
        return f"(?:{classes[match[1]]})"

    return _CLASS.sub(group, pattern)


def compile_pattern(pattern: str, ontology: Path, where: str) -> WordPattern:
    """Compile a table's pattern, case-insensitive. Raises `KnowledgeError` with file and line if it is broken."""
    with _told(where):
        return WordPattern(fill(pattern, load_word_classes(ontology), where))


def compile_exact_pattern(pattern: str, ontology: Path, where: str) -> re.Pattern[str]:
    """Compile a table's pattern that minds capitals. Raises as `compile_pattern`."""
    with _told(where):
        return re.compile(fill(pattern, load_word_classes(ontology), where))


@contextmanager
def _told(where: str) -> Iterator[None]:
    try:
        yield
    except re.error as error:
        raise KnowledgeError(where, f"the pattern is no regular expression ({error})", "correct it") from error
