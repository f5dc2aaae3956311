"""MedQuAD's 3,988 pages built as one corpus: nothing fails, nothing broken is published, every finding is explained."""

from pathlib import Path

import pytest
from raregraph.corpus import GRAPH, Summary, build
from raregraph.corpus.statistics import gather_statistics
from raregraph.validation import validate_file

pytestmark = pytest.mark.slow

MEDQUAD = Path(__file__).parents[3] / "shared" / "corpora" / "medquad"
PAGES = {"GARD": 2647, "GHR": 1074, "NINDS": 267}
# The one page whose file has questions but no answers.
EMPTY = "GARD/0002079"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    if not MEDQUAD.is_dir():
        pytest.skip("MedQuAD is not beside this repository")
    out = tmp_path_factory.mktemp("medquad")
    return out, build([MEDQUAD], out, workers=2)


def test_every_page_is_built_and_published(built: tuple[Path, Summary]) -> None:
    _, summary = built
    assert (summary.read, len(summary.published)) == (3988, 3988)
    assert [finding for finding in summary.findings if finding.level == "error"] == []


def test_every_warning_has_a_reason(built: tuple[Path, Summary]) -> None:
    _, summary = built
    assert {finding.rule for finding in summary.findings} == {"disease-ungrounded", "page-text", "page-claims"}
    # Without a terminology few diseases are known; the other two are one page's.
    others = {finding.where for finding in summary.findings if finding.rule != "disease-ungrounded"}
    assert others == {EMPTY}


def test_the_graph_as_a_whole_breaks_no_shape(built: tuple[Path, Summary]) -> None:
    out, _ = built
    assert validate_file(out / GRAPH) == []


def test_what_is_counted_is_what_was_built(built: tuple[Path, Summary]) -> None:
    out, summary = built
    statistics = gather_statistics(out)
    assert {row.collection: row.pages for row in statistics.collections} == PAGES
    assert (statistics.statements, statistics.claims) == (summary.quads, summary.relations.total())
