"""Diagnostic criteria: "3 out of the 4 following criteria", with the alternatives in each."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.claims.drafts import is_endless
from raregraph.claims.identity import identity, words_key
from raregraph.mentions import Item, Rules, View, ground, make_view, split_list
from raregraph.mentions.names import make_evidence
from raregraph.mentions.patterns import compile_pattern
from raregraph.mentions.word_pattern import WordPattern
from raregraph.model import Block, CriteriaSet, Criterion, Page, Section, Sentence, Term
from raregraph.tables import read_table

CRITERION_BRANCHES = ("phenotype", "disease", "procedure", "marker")


class CriteriaRow(NamedTuple):
    """A row of `criteria.tsv`: how a page opens a set of criteria."""

    pattern: str
    note: str


class NumberRow(NamedTuple):
    """A row of `numbers.tsv`."""

    word: str
    number: str


def find_criteria(page: Page, names: re.Pattern[str], rules: Rules) -> Iterator[CriteriaSet]:
    """Yield the sets of criteria whose items are listed after a line that says how many must be met."""
    for section in page.sections:
        for number, block in enumerate(section.blocks):
            threshold = None if block.kind == "row" else _threshold(page, block, names, rules)
            if threshold is None:
                continue
            items = list(_items(section.blocks[number + 1 :]))
            if threshold <= len(items):
                yield _set(page, section, block.sentences[-1], threshold, items, names, rules)


def _items(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if block.kind != "item":
            return
        yield block


def _threshold(page: Page, block: Block, names: re.Pattern[str], rules: Rules) -> int | None:
    if is_endless(block.sentences[-1]):
        return None
    view = make_view(page.text, block.sentences[-1], names)
    patterns, numbers = _knowledge(rules.ontology)
    for pattern in patterns:
        match = pattern.search(view.text)
        if match:
            word = match["threshold"].casefold()
            return int(word) if word.isdigit() else numbers.get(word)
    return None


@lru_cache(maxsize=8)
def _knowledge(ontology: Path) -> tuple[tuple[WordPattern, ...], dict[str, int]]:
    path = ontology / "criteria.tsv"
    patterns = tuple(compile_pattern(row.pattern, ontology, str(path)) for row in read_table(path, CriteriaRow))
    return patterns, {row.word: int(row.number) for row in read_table(ontology / "numbers.tsv", NumberRow)}


def _set(
    page: Page,
    section: Section,
    intro: Sentence,
    threshold: int,
    items: list[Block],
    names: re.Pattern[str],
    rules: Rules,
) -> CriteriaSet:
    criteria = tuple(_criterion(page, section, item, position, names, rules) for position, item in enumerate(items, 1))
    words = [words_key(criterion.text, rules) for criterion in criteria]
    evidence = make_evidence(page, section, intro, ())
    identifier = identity((page.document, "criteria", str(threshold), *words))
    return CriteriaSet(identifier, page.document, threshold, criteria, evidence, "criteria-listed")


def _criterion(
    page: Page, section: Section, item: Block, position: int, names: re.Pattern[str], rules: Rules
) -> Criterion:
    sentence = item.sentences[0]
    view = make_view(page.text, sentence, names)
    listed = [part for part in split_list(view, *_list_region(view, rules), rules) if not part.examples]
    terms = tuple(dict.fromkeys(_term(page, part, rules) for part in listed))
    text = " ".join(page.text[sentence.start : sentence.end].split()).rstrip(",;. ")
    text = rules.grammar.last_conjunction.sub("", text)
    combination = "any-of" if len(terms) < 2 or rules.grammar.any_of.search(view.text) else "all-of"
    spans = [span for part in listed for span in part.fragments]
    return Criterion(
        position,
        text,
        "any-of" if combination == "any-of" else "all-of",
        terms,
        make_evidence(page, section, sentence, sorted(spans)),
    )


def _list_region(view: View, rules: Rules) -> tuple[int, int]:
    """Return where the alternatives stand: after "X with ..." where what follows names signs, else the whole line."""
    match = rules.grammar.with_.search(view.text)
    if match and (
        rules.grammar.any_of.search(view.text, match.end()) or rules.grammar.all_of.search(view.text, match.end())
    ):
        listed = split_list(view, match.end(), len(view.text), rules)
        if all(_known(view, part, rules) for part in listed):
            return match.end(), len(view.text)
    return 0, len(view.text)


def _known(view: View, part: Item, rules: Rules) -> bool:
    texts = [
        " ".join(_slice(view, part)),
        *(view.open[gloss.start - view.start : gloss.end - view.start] for gloss in part.glosses),
    ]
    return any(ground(text, CRITERION_BRANCHES, rules).term for text in texts)


def _slice(view: View, part: Item) -> list[str]:
    return [view.open[span.start - view.start : span.end - view.start] for span in part.fragments]


def _term(page: Page, part: Item, rules: Rules) -> Term:
    """Return the term of an alternative: the best of its names, else the project's own."""
    texts = [" ".join(page.text[slice(*span)] for span in part.fragments)]
    texts += [page.text[slice(*gloss)] for gloss in part.glosses]
    best = min(
        (ground(text, CRITERION_BRANCHES, rules) for text in texts), key=lambda found: (found.term is None, found.rank)
    )
    return best.term or Term(None, " ".join(texts[0].split()), "phenotype")
