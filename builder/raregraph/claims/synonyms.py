"""The names that a page gives its disease, as claims: listed names, and abbreviations that the text defines."""

from collections.abc import Iterator

from raregraph.claims.assemble import Statement
from raregraph.claims.identity import words_key
from raregraph.mentions import DiseaseNames, Rules
from raregraph.mentions.names import listed_names, looks_like_acronym, make_evidence
from raregraph.model import Claim, Evidence, Page, Qualifiers, Span, Term


def find_synonyms(page: Page, names: DiseaseNames, disease: Term, rules: Rules) -> Iterator[Statement]:
    """Yield a claim for each name in the page's list and for each abbreviation beside a name, but the title itself."""
    for section, item in listed_names(page):
        span = Span(item.start, item.end)
        yield _claim(page, make_evidence(page, section, item, (span,)), "names-listed", disease, rules)
    for abbreviation in names.abbreviations:
        evidence = make_evidence(page, abbreviation.section, abbreviation.sentence, (abbreviation.span,))
        yield _claim(page, evidence, "names-abbreviation", disease, rules)


def _claim(page: Page, evidence: Evidence, rule: str, disease: Term, rules: Rules) -> Statement:
    text = " ".join(page.text[slice(*evidence.spans[0])].split())
    claim = Claim(
        id="",
        document=page.document,
        relation="synonym",
        variant=variant_of(text, disease, rules),
        object=None,
        object_text=(text,),
        negated=False,
        qualifiers=Qualifiers(),
        rule=rule,
        evidence=(evidence,),
        synonym_type=synonym_type(text, rules),
    )
    return Statement(claim, at_home=rule == "names-listed")


def variant_of(name: str, disease: Term, rules: Rules) -> str:
    """Return "exact"; "related" where an ontology has the name for another disease: the page's word against it."""
    # By the lexicon alone: what a page says must not depend on which terminology is installed.
    named = {found.term.id for found in rules.lexicon.own_names(name, ("disease",))}
    others, own = named - {disease.id}, disease.id in named
    return "related" if others and not own else "exact"


def synonym_type(name: str, rules: Rules) -> str | None:
    """Return "acronym", "layperson" or None."""
    if looks_like_acronym(name):
        return "acronym"
    words = words_key(name, rules).split()
    return "layperson" if words and all(word in rules.everyday for word in words) else None
