"""Which words of a draft name its object, and what they name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from raregraph.claims.drafts import Draft
from raregraph.mentions import Grounding, Rules, ground, is_acronym
from raregraph.model import Page, Span
from raregraph.terms import RelationRow, get_relation

# A name of a thing is short; what is longer is a clause that a rule took for one.
_LONGEST = {"prognosis": 20, "synonym": 12, "onset": 12, "prevalence": 16, "cause": 10}
_LONGEST_NAME = 8
_LONGEST_TOLD = 24
# Relations whose objects are named, not told in a sentence of their own.
_NAMES = frozenset({"phenotype", "cause", "diagnosis", "treatment", "trigger", "affects"})
# A line that only names antibodies is a marker; "tests for antibodies" are tests.


class Reading(NamedTuple):
    """The object of a draft: its relation, its words with their places, and what they were grounded to."""

    relation: str
    variant: str
    spans: tuple[Span, ...]
    text: tuple[str, ...]
    grounding: Grounding


def read_objects(page: Page, draft: Draft, rules: Rules) -> Iterator[Reading]:
    """Yield what a draft names: one thing, or two where brackets hold a kind of it and not another name for it."""
    row = _row(page, draft, rules)
    main = _read(page, draft.fragments, row, rules)
    others = [_read(page, (gloss,), row, rules) for gloss in draft.glosses]
    kind = next((other for other in others if _is_kind_of(other.grounding, main.grounding, rules)), None)
    if kind:
        yield main
        yield kind
        return
    # The more clinical name counts: a label before a synonym, a synonym before lay words. An abbreviation is no better.
    named = [other for other in others if not is_acronym(other.text[0])]
    yield min([main, *named], key=lambda reading: (reading.grounding.term is None, reading.grounding.rank))


def _row(page: Page, draft: Draft, rules: Rules) -> RelationRow:
    relation, variant = draft.cue.relation, draft.cue.variant
    if relation == "diagnosis" and (draft.marker or rules.grammar.marker.fullmatch(_join(page, draft.fragments))):
        variant = "marker"
    return get_relation(relation, variant, ontology=rules.ontology)


def _read(page: Page, spans: tuple[Span, ...], row: RelationRow, rules: Rules) -> Reading:
    spans = tuple(_stripped(page.text, span) for span in spans)
    text = tuple(" ".join(page.text[slice(*span)].split()) for span in spans)
    grounding = ground(" ".join(text), row.allowed, rules)
    return Reading(row.relation, row.variant, spans, text, grounding)


def _stripped(text: str, span: Span) -> Span:
    """Return a span without the white space at its ends, which is no word of the object."""
    words = text[span.start : span.end]
    return Span(span.end - len(words.lstrip()), span.start + len(words.rstrip()))


def _join(page: Page, spans: Sequence[Span]) -> str:
    return " ".join(page.text[slice(*span)] for span in spans)


def _is_kind_of(narrow: Grounding, wide: Grounding, rules: Rules) -> bool:
    if not (narrow.term and wide.term and narrow.term.id and wide.term.id) or narrow.term.id == wide.term.id:
        return False
    return wide.term.id in rules.lexicon.ancestors(narrow.term.id)


def is_nameable(reading: Reading, rules: Rules) -> bool:
    """Say whether the words can name an object of the relation: no empty words, no clause, no organ for a sign."""
    text = " ".join(reading.text)
    words = rules.lexicon.normalizer.words(text)
    if reading.grounding.term is not None and reading.relation != "gene" and not _is_empty(reading, words, rules):
        return True
    if not words or len(words) > _LONGEST.get(reading.relation, _LONGEST_NAME):
        return False
    if reading.relation not in ("onset", "prevalence", "prognosis", "inheritance") and all(
        word in rules.generic for word in words
    ):
        return False
    if reading.relation in _NAMES and _tells(text, words[-1], rules):
        return False
    return _RELATION_CHECKS.get(reading.relation, _anything)(text, rules)


def is_something(reading: Reading, rules: Rules) -> bool:
    """Say whether words that the tagger found are more than empty ones. Whether they tell or name is for the judge."""
    words = rules.lexicon.normalizer.words(" ".join(reading.text))
    if reading.relation == "gene" and not _is_gene(" ".join(reading.text), rules):
        return False
    return 0 < len(words) <= _LONGEST_TOLD and not all(word in rules.generic for word in words)


def _tells(text: str, last: str, rules: Rules) -> bool:
    """Say whether the words tell something instead of naming it: a verb, "obscured by ...", "a team of doctors"."""
    grammar = rules.grammar
    return bool(grammar.verb.search(text) or grammar.participle.match(text)) or last in rules.non_objects


def _is_empty(reading: Reading, words: Sequence[str], rules: Rules) -> bool:
    """Say whether the words name nothing in particular, though an ontology has a term for them ("treatment")."""
    term = reading.grounding.term
    return term is not None and term.id not in rules.lexicon.terms and all(word in rules.generic for word in words)


def _anything(_text: str, _rules: Rules) -> bool:
    return True


def _is_sign(text: str, rules: Rules) -> bool:
    """An organ alone is no sign, and what is normal is none."""
    return not rules.grammar.normal.match(text) and not rules.lexicon.find_names(
        text, ("anatomy", "procedure", "inheritance")
    )


def _is_location(text: str, rules: Rules) -> bool:
    return bool(rules.lexicon.find_names(text, ("anatomy",)))


def _is_test(text: str, rules: Rules) -> bool:
    return rules.grammar.testlike.search(text) is not None


def _is_gene(text: str, rules: Rules) -> bool:
    """A symbol that is no other thing's abbreviation: MRI, DNA and OMIM are no genes."""
    genes = rules.lexicon.find_names(text, ("gene",))
    known = any(name.predicate == "skos:exactMatch" for name in genes)
    return text not in rules.not_genes and (known or not rules.lexicon.find_names(text))


_RELATION_CHECKS = {"phenotype": _is_sign, "affects": _is_location, "diagnosis": _is_test, "gene": _is_gene}
