"""Claims of table rows: each row is a sign with its frequency, or the mode of inheritance or onset that it names."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.claims.assemble import Statement
from raregraph.claims.qualifiers import read_frequency
from raregraph.claims.values import read_value
from raregraph.errors import KnowledgeError
from raregraph.mentions import Rules, load_rules
from raregraph.mentions.names import make_evidence
from raregraph.model import Block, Cell, Claim, Match, Page, Qualifiers, Section, Span, Term
from raregraph.tables import read_table
from raregraph.terms import get_relation

RULE = "table-row"
_SIGN, _FREQUENCY = "sign", "frequency"
# "0%", "0/12", "0 of 12": nobody has it.
_NONE = re.compile(r"0+(?:\.0+)?\s?(?:%|/|of\b)")
_EXACT = "skos:exactMatch"
# Rows repeat across pages: 49,468 of GARD's have 5,047 different names.
_NAMES_KEPT = 20_000


class FormerLabelRow(NamedTuple):
    """A row of `former-labels.tsv`: what a term was called once, and is no more."""

    label: str
    id: str
    label_now: str


class RowRelationRow(NamedTuple):
    """A row of `row-relations.tsv`."""

    branch: str
    relation: str
    variant: str


class RowName(NamedTuple):
    """What the words of a row name: a term, or links to near ones, and the relation that follows ("" for none)."""

    term: Term | None
    matches: tuple[Match, ...]
    relation: str
    variant: str


def read_rows(page: Page, rules: Rules) -> Iterator[Statement]:
    """Yield what the rows of the page's tables say, in their order; a row without a sign in it says nothing."""
    for section in page.sections:
        for block in section.blocks:
            if block.kind == "row":
                yield from _statement(page, section, block, rules)


def name_row(text: str, rules: Rules) -> RowName:
    """Return what a row's words name. HPO's words come first, those of other ontologies last."""
    terms = None if rules.lexicon.behind is None else rules.lexicon.behind.path
    return _name(text, rules.ontology, terms)


def _statement(page: Page, section: Section, block: Block, rules: Rules) -> Iterator[Statement]:
    cells = {cell.role: cell for cell in reversed(block.cells)}
    sign = cells.get(_SIGN)
    if sign is None:
        return
    text = _text(page, sign)
    named = name_row(text, rules)
    frequency = _text(page, cells[_FREQUENCY]) if _FREQUENCY in cells else ""
    if not named.relation or not rules.lexicon.normalizer.words(text):
        return
    is_told = any(character.isalnum() for character in frequency)
    claim = Claim(
        id="",
        document=page.document,
        relation=named.relation,
        variant=named.variant,
        object=named.term,
        object_text=(text,),
        negated=_NONE.match(frequency) is not None,
        qualifiers=Qualifiers(frequency=read_frequency(frequency, rules) if is_told else None),
        rule=RULE,
        evidence=(make_evidence(page, section, block.sentences[0], (Span(sign.start, sign.end),)),),
        matches=named.matches,
        value=None if named.term else read_value(named.relation, text, rules.grammar),
    )
    yield Statement(claim, at_home=True)


def _text(page: Page, cell: Cell) -> str:
    return " ".join(page.text[cell.start : cell.end].split())


@lru_cache(maxsize=_NAMES_KEPT)
def _name(text: str, ontology: Path, terms: Path | None) -> RowName:
    rules, relations = load_rules(ontology, terms), _relations(ontology)
    *hpo, last = relations
    names = rules.lexicon.find_names(text, hpo)
    term = names[0].term if names and names[0].predicate == _EXACT else _former(text, rules)
    if term is None:
        others = rules.lexicon.find_names(text, (last,))
        term = others[0].term if others and others[0].predicate == _EXACT else None
    if term:
        return RowName(term, (), *relations[term.branch])
    links = {(name.term.id, name.predicate): Match(name.predicate, name.term) for name in names}
    return RowName(None, tuple(links.values()), *next(iter(relations.values())))


def _former(text: str, rules: Rules) -> Term | None:
    """Return the term that was called so once, as the terminology has it now."""
    identifier = _former_labels(rules.ontology).get(" ".join(rules.lexicon.normalizer.words(text)))
    behind = rules.lexicon.behind
    if identifier is None or behind is None:
        return rules.lexicon.terms.get(identifier or "")
    term = behind.replaced_by(identifier) if behind.is_obsolete(identifier) else behind.find_term(identifier)
    return term if term and term.branch in _relations(rules.ontology) else None


@lru_cache(maxsize=8)
def _former_labels(ontology: Path) -> dict[str, str]:
    words = load_rules(ontology).lexicon.normalizer.words
    return {" ".join(words(row.label)): row.id for row in read_table(ontology / "former-labels.tsv", FormerLabelRow)}


@lru_cache(maxsize=8)
def _relations(ontology: Path) -> dict[str, tuple[str, str]]:
    path = ontology / "row-relations.tsv"
    relations: dict[str, tuple[str, str]] = {}
    for row in read_table(path, RowRelationRow):
        if row.relation:
            get_relation(row.relation, row.variant, ontology=ontology)
        relations[row.branch] = (row.relation, row.variant)
    if not relations:
        raise KnowledgeError(str(path), "no row", "say at least what a phenotype's row says")
    return relations
