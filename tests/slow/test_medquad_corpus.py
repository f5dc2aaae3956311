"""MedQuAD's 3,988 pages: all are read, their tables row by row, and a sample is built and validated."""

import os
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from fixtures.fuzzed import problems
from raregraph.claims import find_claims
from raregraph.claims.tables import name_row
from raregraph.graph import build_graph
from raregraph.mentions import load_rules
from raregraph.model import Page
from raregraph.readers import read_pages
from raregraph.resources import knowledge_folder
from raregraph.terms.places import TERMS_VARIABLE, default_terms
from raregraph.validation import validate

pytestmark = pytest.mark.slow

MEDQUAD = Path(__file__).parents[3] / "shared" / "corpora" / "medquad"
# Counted in the files themselves.
PAGES, ROWS, PAGES_WITH_ROWS = 3988, 49_468, 2220
FEWEST_ROWS, RESOLVED = 49_220, 0.986
EACH = 80


@lru_cache(maxsize=1)
def pages() -> tuple[Page, ...]:
    if not MEDQUAD.is_dir():
        pytest.skip("MedQuAD is not beside this repository")
    return tuple(page for file in sorted(MEDQUAD.rglob("*.xml")) for page in read_pages(file))


def signs(page: Page) -> list[str]:
    """Return the words of the signs in a page's tables."""
    blocks = (block for section in page.sections for block in section.blocks if block.kind == "row")
    return [page.text[cell.start : cell.end] for block in blocks for cell in block.cells if cell.role == "sign"]


def test_every_page_is_read_under_an_id_of_its_own_and_nothing_is_out_of_place() -> None:
    documents = {page.document for page in pages()}
    assert len(pages()) == len(documents) == PAGES
    assert [(page.document, problem) for page in pages() for problem in problems(page)] == []
    assert {finding.rule for page in pages() for finding in page.findings} <= {"page-text"}


def test_the_rows_of_the_tables_are_found_and_none_is_left_in_the_text() -> None:
    found = [len(signs(page)) for page in pages()]
    assert sum(map(bool, found)) == PAGES_WITH_ROWS
    assert FEWEST_ROWS <= sum(found) <= ROWS
    assert not [
        page.document
        for page in pages()
        for section in page.sections
        for block in section.blocks
        if "Approximate number of patients" in page.text[block.sentences[0].start : block.sentences[-1].end]
    ]


def test_the_rows_resolve_to_terms_of_hpo_that_are_in_force() -> None:
    terms = Path(os.environ.get(TERMS_VARIABLE) or default_terms())
    if not terms.is_file():
        pytest.skip(f"no terminology: raregraph terms build makes one, or {TERMS_VARIABLE} names one")
    rules = load_rules(knowledge_folder("ontology"), terms)
    assert rules.lexicon.behind is not None
    counts = Counter(sign for page in pages() for sign in signs(page))
    resolved = 0
    for sign, count in counts.items():
        term = name_row(sign, rules).term
        if term and term.id and term.id.startswith("HP:"):
            assert not rules.lexicon.behind.is_obsolete(term.id), (sign, term)
            resolved += count
    assert resolved / counts.total() >= RESOLVED


@pytest.mark.parametrize("first", range(0, EACH, EACH // 4))
def test_a_sample_of_pages_builds_graphs_that_break_no_shape(first: int) -> None:
    for page in pages()[first :: EACH * 4]:
        found = find_claims(page)
        for claim in found.claims:
            for piece in claim.evidence:
                assert page.text[piece.start : piece.end] == piece.quote
        assert validate(build_graph(found)) == [], page.document
