"""The run that made a graph and the data set that it is."""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.graph.iris import Iris
from raregraph.graph.page import text_hash
from raregraph.graph.statements import Node, Statements, checked_node, date, node
from raregraph.model import Page, PageClaims
from raregraph.settings import Settings
from raregraph.tables import read_table


class DatasetRow(NamedTuple):
    """What a data set says of itself."""

    property: str
    value: str


def add_run(meta: Statements, page: Page, *, iris: Iris, settings: Settings, sources: set[str]) -> Node:
    """Describe the run by what decides its result: the software, the page and the knowledge."""
    software, knowledge = software_version(), knowledge_hash(settings.ontology, settings.model)
    run = node(iris.hashed("run", software, knowledge, text_hash(page)))
    meta.add_types(run, "rg:Run", "prov:Activity")
    meta.state(run, "schema:softwareVersion", software)
    meta.state(run, "rg:knowledgeHash", knowledge)
    meta.state(run, "rg:inputHash", text_hash(page))
    meta.link(run, "prov:used", node(iris.version))
    meta.state_all(run, "rg:terminology", sorted(sources))
    meta.link(node(iris.graph), "prov:wasGeneratedBy", run)
    meta.link(node(iris.graph), "prov:wasDerivedFrom", node(iris.version))
    return run


def add_dataset(
    meta: Statements, page_claims: PageClaims, *, iris: Iris, settings: Settings, run: Node, others: int
) -> None:
    """Describe the data set; `others` is the number of triples outside this graph of descriptions."""
    dataset, page = node(iris.dataset), page_claims.page
    words = dataset_words(settings.ontology)
    changed = settings.source_date or page.updated
    meta.add_types(dataset, "rg:Dataset", "dcat:Dataset", "void:Dataset")
    meta.state(dataset, "dcterms:title", words["title"].replace("{title}", page.title))
    meta.state(dataset, "dcterms:description", words["description"].replace("{document}", page.document))
    meta.link(dataset, "dcterms:license", checked_node(words["license"]))
    meta.link(dataset, "dcterms:modified", date(changed) if changed else None)
    meta.link(dataset, "dcterms:isPartOf", node(iris.corpus))
    meta.link(dataset, "dcterms:source", node(iris.page))
    meta.state(dataset, "pav:version", software_version())
    meta.link(dataset, "prov:wasGeneratedBy", run)
    meta.state(dataset, "rg:claimCount", len(page_claims.claims))
    # The count counts itself.
    meta.state(dataset, "void:triples", others + len(meta) + 1)


@lru_cache(maxsize=1)
def software_version() -> str:
    """Return the version of raregraph that is installed."""
    return version("raregraph")


@lru_cache(maxsize=8)
def knowledge_hash(ontology: Path, model: Path | None) -> str:
    """Return the SHA-256 of all tables of a folder, with their names, and of the model that decides with them."""
    total = hashlib.sha256()
    for path in sorted(ontology.rglob("*.tsv"), key=lambda path: path.relative_to(ontology).as_posix()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ontology).as_posix()} {content}\n".encode())
    if model:
        total.update(model.read_bytes())
    return total.hexdigest()


@lru_cache(maxsize=8)
def dataset_words(ontology: Path) -> dict[str, str]:
    """Return what a data set says of itself. Raises `KnowledgeError` if a row is missing."""
    path = ontology / "dataset.tsv"
    words = dict(read_table(path, DatasetRow))
    missing = {"title", "description", "license"} - words.keys()
    if missing:
        raise KnowledgeError(str(path), f"no row for {', '.join(sorted(missing))}", "add the row")
    return words
