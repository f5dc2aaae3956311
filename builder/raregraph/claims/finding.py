"""From a page to its claims."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from raregraph.claims.assemble import Statement, merge_same
from raregraph.claims.candidates import Judgement, find_statements, load_judgement
from raregraph.claims.criteria import find_criteria
from raregraph.claims.drafts import is_endless
from raregraph.claims.synonyms import find_synonyms, synonym_type, variant_of
from raregraph.claims.tables import read_rows
from raregraph.claims.tagged import load_tagged
from raregraph.mentions import DiseaseNames, Rules, find_disease_names, load_rules
from raregraph.mentions.names import looks_like_acronym
from raregraph.model import Claim, Finding, Mapping, Page, PageClaims, Term
from raregraph.settings import Settings


def find_claims(page: Page, *, settings: Settings | None = None) -> PageClaims:
    """Return what a page says about its disease: claims with evidence, criteria, and what could not be grounded."""
    settings = settings or Settings()
    rules = load_rules(settings.ontology, settings.terms)
    names = find_disease_names(page)
    disease = ground_disease(page, names, rules)
    criteria = tuple(find_criteria(page, names.pattern, rules))
    openings = {group.evidence.start for group in criteria}
    load_tagged(settings.ontology)  # a broken table is told, whether this page needs it or not
    judgement = load_judgement(settings.model) if settings.model else None
    claims = tuple(_claims(page, names, disease, rules, openings, judgement))
    terms = [disease, *(claim.object for claim in claims if claim.object)]
    terms += [term for group in criteria for criterion in group.criteria for term in criterion.terms]
    return PageClaims(
        page=page,
        disease=disease,
        claims=claims,
        criteria=criteria,
        mappings=tuple(_mappings(terms, rules)),
        lineage=tuple(rules.lexicon.lineage(disease)) if disease.id else (),
        findings=(*page.findings, *_findings(page, disease, claims)),
    )


def ground_disease(page: Page, names: DiseaseNames, rules: Rules) -> Term:
    """Return the disease's term by the title, else by the one term that its other names agree on; else its own."""
    # An abbreviation names other diseases too ("OMS", otitis media): never that alone, be it the title.
    titled = None if looks_like_acronym(page.title) else rules.lexicon.find_titled(page.title, "disease")
    if titled:
        return titled
    for name in names.names:
        found = [
            known for known in rules.lexicon.find_names(name, ("disease",)) if known.predicate == "skos:exactMatch"
        ]
        if found and not looks_like_acronym(name):
            return found[0].term
    return Term(None, page.title, "disease")


def _claims(
    page: Page, names: DiseaseNames, disease: Term, rules: Rules, openings: set[int], judgement: Judgement | None
) -> Iterator[Claim]:
    found = find_statements(page, names, rules, openings, judgement)
    said = [*find_synonyms(page, names, disease, rules), *(_typed(statement, disease, rules) for statement in found)]
    said.extend(read_rows(page, rules))
    merged = merge_same(said, rules)
    yield from sorted(merged, key=lambda claim: (claim.evidence[0].spans[-1], claim.relation, claim.id))


def _typed(statement: Statement, disease: Term, rules: Rules) -> Statement:
    """Give a name found in the text its type."""
    claim = statement.claim
    if claim.relation != "synonym":
        return statement
    name = claim.object_text[0]
    typed = replace(claim, variant=variant_of(name, disease, rules), synonym_type=synonym_type(name, rules))
    return replace(statement, claim=typed)


def _mappings(terms: Iterable[Term], rules: Rules) -> Iterator[Mapping]:
    return rules.lexicon.mappings_of({term.id for term in terms if term.id})


def _findings(page: Page, disease: Term, claims: tuple[Claim, ...]) -> Iterator[Finding]:
    if disease.id is None:
        yield Finding(
            "warning",
            "disease-ungrounded",
            f"{page.title!r} is no disease of the lexicon",
            page.document,
            "add a row to ontology/lexicon/terms/diseases.tsv; until then the disease has an IRI of this project",
        )
    for section in page.sections:
        for block in section.blocks:
            for sentence in filter(is_endless, block.sentences):
                length = sentence.end - sentence.start
                yield Finding(
                    "warning",
                    "sentence-length",
                    f"a sentence of {length:,} characters was not read",
                    page.document,
                    "break the text into sentences, or its lists into lines",
                    section=section.heading,
                    quote=page.text[sentence.start : sentence.start + 80],
                )
    if not claims:
        yield Finding(
            "warning", "page-claims", "no claim was found", page.document, "check that the text is about a disease"
        )
