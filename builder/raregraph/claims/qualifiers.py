"""What limits or colours a claim, with the terms that its words stand for."""

from raregraph.claims.drafts import Draft
from raregraph.claims.naming import Reading
from raregraph.mentions import Rules, ground
from raregraph.model import Qualifier, Qualifiers, Term

# Where what a claim acts on is looked up: a sign, else another disease.
_TARGETS = ("phenotype", "disease")
# Where what stands beside a test or a treatment is looked up: with contrast, for tumor removal.
_ASIDES = ("procedure", "chemical", "marker", "phenotype", "disease", "anatomy")


def make_qualifiers(draft: Draft, reading: Reading, rules: Rules) -> Qualifiers:
    """Return the qualifiers of a draft whose object was read so."""
    said = draft.said
    return Qualifiers(
        hedge=draft.hedge,
        age_group=_age(said.age_group, rules),
        population=Qualifier(said.population) if said.population else None,
        frequency=read_frequency(said.frequency, rules) if said.frequency else None,
        severity=_severity(" ".join(reading.text), rules),
        condition=Qualifier(said.condition) if said.condition else None,
        target=_target(draft.target, rules),
        modifier=_modifier(reading, rules),
    )


def _age(words: str | None, rules: Rules) -> Qualifier | None:
    if words is None:
        return None
    row = rules.ages.get(words.casefold())
    return Qualifier(words, Term(row.id, row.label, "age") if row and row.id else None)


def read_frequency(words: str, rules: Rules) -> Qualifier:
    """Return words that say how often, with HPO's band where it is published for them."""
    row = rules.frequencies.get(words.casefold())
    return Qualifier(words, Term(row.id, row.label, "frequency") if row and row.id else _band(words, rules))


def _band(words: str, rules: Rules) -> Term | None:
    """Return HPO's band of a percentage, where the percentage lies in one."""
    match = rules.grammar.percent.search(words)
    if match is None:
        return None
    percent = float(match["percent"])
    for low, high, term in rules.bands:
        if low <= percent <= high:
            return term
    return None


def _severity(text: str, rules: Rules) -> Qualifier | None:
    first = text.split(" ", 1)[0].casefold()
    row = rules.severities.get(first)
    return Qualifier(first, Term(row.id, row.label, "modifier") if row.id else None) if row else None


def _target(words: str | None, rules: Rules) -> Qualifier | None:
    return Qualifier(words, ground(words, _TARGETS, rules).term) if words else None


def _modifier(reading: Reading, rules: Rules) -> Qualifier | None:
    """Return HPO's "Triggered by ..." for a trigger, else the words that stand beside the object's name."""
    term = reading.grounding.term
    if reading.relation == "trigger" and term and term.id:
        modifier = rules.lexicon.modifiers.get((term.id, reading.variant))
        if modifier:
            return Qualifier(" ".join(reading.text), modifier)
    words = reading.grounding.modifier
    return Qualifier(words, _aside_term(words, rules)) if words else None


def _aside_term(words: str, rules: Rules) -> Term | None:
    """Return the term of what follows a preposition; an adjective has none."""
    match = rules.grammar.preposition.match(words)
    names = rules.lexicon.find_names(words[match.end() :], _ASIDES) if match else ()
    return names[0].term if names and names[0].predicate == "skos:exactMatch" else None
