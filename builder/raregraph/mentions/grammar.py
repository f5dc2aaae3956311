"""The small words of English that build lists, brackets and clauses: `grammar.tsv`."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.mentions.patterns import compile_pattern
from raregraph.mentions.word_pattern import WordPattern
from raregraph.tables import numbered_rows


class GrammarRow(NamedTuple):
    """A row of `grammar.tsv`."""

    name: str
    pattern: str


class Grammar(NamedTuple):
    """The patterns by name; what each is for stands where it is used."""

    comma: WordPattern
    conjunction: WordPattern
    article: WordPattern
    adjective: WordPattern
    leading_adjective: WordPattern
    gerund: WordPattern
    preposition: WordPattern
    aside: WordPattern
    examples: WordPattern
    such_as: WordPattern
    renames: WordPattern
    remark: WordPattern
    clause_end: WordPattern
    clause_start: WordPattern
    clause_carries: WordPattern
    people: WordPattern
    people_with_disease: WordPattern
    sex: WordPattern
    contrast: WordPattern
    open_relative: WordPattern
    participle: WordPattern
    first_verb: WordPattern
    relative: WordPattern
    verb: WordPattern
    auxiliaries: WordPattern
    item_end: WordPattern
    testlike: WordPattern
    marker: WordPattern
    normal: WordPattern
    subordinator: WordPattern
    any_of: WordPattern
    all_of: WordPattern
    with_: WordPattern
    last_conjunction: WordPattern
    percent: WordPattern
    rate: WordPattern
    ages: WordPattern
    count_: WordPattern
    place: WordPattern


@lru_cache(maxsize=8)
def load_grammar(ontology: Path) -> Grammar:
    """Read and compile the table. Raises `KnowledgeError` for a broken, missing or unknown row."""
    path = ontology / "grammar.tsv"
    patterns: dict[str, WordPattern] = {}
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
