"""The small words of English that build lists, brackets and clauses: `grammar.tsv`."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.mentions.patterns import compile_pattern
from raregraph.tables import numbered_rows


class GrammarRow(NamedTuple):
    """A row of `grammar.tsv`."""

    name: str
    pattern: str


class Grammar(NamedTuple):
    """The patterns by name; what each is for stands where it is used."""

    comma: re.Pattern[str]
    conjunction: re.Pattern[str]
    article: re.Pattern[str]
    adjective: re.Pattern[str]
    leading_adjective: re.Pattern[str]
    gerund: re.Pattern[str]
    preposition: re.Pattern[str]
    aside: re.Pattern[str]
    examples: re.Pattern[str]
    such_as: re.Pattern[str]
    renames: re.Pattern[str]
    remark: re.Pattern[str]
    clause_end: re.Pattern[str]
    clause_start: re.Pattern[str]
    clause_carries: re.Pattern[str]
    people: re.Pattern[str]
    people_with_disease: re.Pattern[str]
    sex: re.Pattern[str]
    contrast: re.Pattern[str]
    open_relative: re.Pattern[str]
    participle: re.Pattern[str]
    first_verb: re.Pattern[str]
    relative: re.Pattern[str]
    verb: re.Pattern[str]
    auxiliaries: re.Pattern[str]
    item_end: re.Pattern[str]
    testlike: re.Pattern[str]
    marker: re.Pattern[str]
    normal: re.Pattern[str]
    subordinator: re.Pattern[str]
    any_of: re.Pattern[str]
    all_of: re.Pattern[str]
    with_: re.Pattern[str]
    last_conjunction: re.Pattern[str]
    percent: re.Pattern[str]
    rate: re.Pattern[str]
    ages: re.Pattern[str]
    count_: re.Pattern[str]
    place: re.Pattern[str]


@lru_cache(maxsize=8)
def load_grammar(ontology: Path) -> Grammar:
    """Read and compile the table. Raises `KnowledgeError` for a broken, missing or unknown row."""
    path = ontology / "grammar.tsv"
    patterns: dict[str, re.Pattern[str]] = {}
    for number, row in numbered_rows(path, GrammarRow):
        # "with" and "count" are Python's own words.
        name = row.name if row.name in Grammar._fields else f"{row.name}_"
        if name not in Grammar._fields:
            raise KnowledgeError(f"{path}:{number}", f"{row.name!r} is used nowhere", "correct the name")
        patterns[name] = compile_pattern(row.pattern, ontology, f"{path}:{number}")
    missing = [name.rstrip("_") for name in Grammar._fields if name not in patterns]
    if missing:
        raise KnowledgeError(str(path), f"no row for {', '.join(missing)}", "restore it")
    return Grammar(**patterns)
