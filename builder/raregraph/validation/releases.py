"""Whether the ids of a graph stand in the releases of their ontologies: known, not obsolete, under that label."""

from collections.abc import Collection, Iterable, Iterator

import rdflib
from pyoxigraph import NamedNode, Quad

from raregraph.graph import Graph, read_vocabulary
from raregraph.model import Finding
from raregraph.settings import Settings
from raregraph.terms import Terminology, load_lexicon
from raregraph.validation.data import as_node, read_data


def check_ids(
    graph: Graph | rdflib.Graph | Iterable[Quad], terminology: Terminology, *, settings: Settings | None = None
) -> list[Finding]:
    """Return what is wrong with the ids of a graph's terms, by id. Statements may come as a stream.

    Ids of ontologies that the terminology does not hold cannot be checked; a warning names each such ontology once.
    """
    settings = settings or Settings()
    quads = read_data(graph).quads if isinstance(graph, Graph | rdflib.Graph) else graph
    used = sorted(set(_used(quads, settings)))
    held = terminology.prefixes()
    ends = {(link.object.id, link.object.label) for link in load_lexicon(settings.ontology).mappings}
    linked = {each for each in used if _is_linked(*each, terminology, ends)}
    checked = [each for each in used if each not in linked]
    findings = [finding for identifier, label in checked for finding in _check(identifier, label, terminology, held)]
    return [
        *findings,
        *_linked(linked, held, terminology),
        *_unheld(checked, held, terminology),
    ]


def _is_linked(identifier: str, label: str, terminology: Terminology, ends: Collection[tuple[str | None, str]]) -> bool:
    """Say whether an id that no release has ends a link: one of the lexicon, or a loaded one, which gives no label."""
    if terminology.find_term(identifier) is not None:
        return False
    return (identifier, label) in ends or (label in ("", identifier) and bool(terminology.mappings_of(identifier)))


def _linked(linked: set[tuple[str, str]], held: frozenset[str], terminology: Terminology) -> Iterator[Finding]:
    found = sorted({identifier for identifier, _ in linked})
    for prefix in sorted({identifier.partition(":")[0] for identifier in found} & held):
        ids = [identifier for identifier in found if identifier.startswith(f"{prefix}:")]
        message = f"{len(ids)} ids of {prefix} are in no release that is loaded, but ends of links: {_few(ids)}"
        advice = f"add a fuller release of {prefix} with raregraph terms add, if you have one"
        yield Finding("warning", "id-linked", message, str(terminology.path), advice)


def _unheld(used: Iterable[tuple[str, str]], held: frozenset[str], terminology: Terminology) -> Iterator[Finding]:
    unheld = [identifier for identifier, _ in used if identifier.partition(":")[0] not in held]
    # What a loaded file links to is known by that link, though its ontology is not held.
    unknown = {i.partition(":")[0] for i in unheld if not terminology.mappings_of(i) and not terminology.find_term(i)}
    for prefix in sorted(unknown):
        message = f"the terminology does not hold {prefix}, so not all of its ids are checked"
        yield Finding(
            "warning", "id-unchecked", message, str(terminology.path), "add its file with raregraph terms add"
        )


def _few(ids: list[str], most: int = 3) -> str:
    return f"{', '.join(ids[:most])}{' ...' if len(ids) > most else ''}"


def _used(quads: Iterable[Quad], settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield (id, label) of each term that has the id of an ontology, with every label that it has."""
    vocabulary = read_vocabulary(settings.ontology)
    label, branch = NamedNode(vocabulary.iri("rdfs:label")), NamedNode(vocabulary.iri("rg:branch"))
    spaces = [(row.namespace, row.prefix) for row in vocabulary.prefixes.values() if row.pattern != "-"]
    labels: dict[str, set[str]] = {}
    terms: set[str] = set()
    for quad in quads:
        if quad.predicate not in (label, branch):
            continue
        name = as_node(quad.subject).value
        identifier = next((f"{prefix}:{name[len(space) :]}" for space, prefix in spaces if name.startswith(space)), "")
        if identifier and quad.predicate == branch:
            terms.add(identifier)
        elif identifier:
            labels.setdefault(identifier, set()).add(as_node(quad.object).value)
    return ((term, each) for term in terms for each in labels.get(term, {""}))


def _check(identifier: str, label: str, terminology: Terminology, held: frozenset[str]) -> Iterator[Finding]:
    term = terminology.find_term(identifier)
    if term is None:
        if identifier.partition(":")[0] in held:
            yield _finding("id-unknown", identifier, f"{label!r} is in no release that is loaded", "correct the id")
        return
    if terminology.is_obsolete(identifier):
        new = terminology.replaced_by(identifier)
        advice = f"use {new.id} ({new.label})" if new else "find another term"
        yield _finding("id-obsolete", identifier, f"{label!r} is obsolete in {term.source}", advice)
    elif term.label and term.label != label:
        message = f"its label is {label!r}, but {term.label!r} in {term.source}"
        yield _finding(
            "id-label", identifier, message, "check that the id is the one that is meant, then take the label"
        )


def _finding(rule: str, identifier: str, message: str, advice: str) -> Finding:
    return Finding("error", rule, message, identifier, advice)
