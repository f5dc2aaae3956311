"""The tables of links, read by sssom-py."""

from pathlib import Path
from typing import Any

import pytest
from raregraph import reference_page
from raregraph.corpus import build
from raregraph.export import read_claims
from raregraph.ledger import LEDGER, MAPPINGS

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    build([reference_page()], folder, formats=["nq"])
    return folder


def parse(path: Path) -> Any:
    parsers = pytest.importorskip("sssom.parsers", reason="sssom-py is not installed (the extra `interop`)")
    return parsers.parse_sssom_table(str(path))


def faults(path: Path) -> list[Any]:
    table = parse(path)
    validators = pytest.importorskip("sssom.validators", reason="as above")
    return [result for report in validators.validate(table, fail_on_error=False).values() for result in report.results]


@pytest.mark.parametrize("name", [LEDGER, MAPPINGS])
def test_sssom_py_reads_every_line_and_finds_no_error(out: Path, name: str) -> None:
    lines = [line for line in (out / name).read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]
    assert len(parse(out / name).df) == len(lines) - 1
    assert faults(out / name) == []


def test_sssom_py_finds_a_prefix_that_is_missing(out: Path, tmp_path: Path) -> None:
    broken = (out / MAPPINGS).read_text(encoding="utf-8").replace("#   MONDO:", "#   MONDOO:")
    (tmp_path / "broken.tsv").write_text(broken, encoding="utf-8")
    assert faults(tmp_path / "broken.tsv")


def test_the_objects_of_the_claims_are_what_sssom_py_reads(out: Path) -> None:
    taken = parse(out / LEDGER).df
    taken = set(taken[taken["comment"].str.startswith("taken")]["object_id"])
    assert {row.object for row in read_claims(out) if row.object} <= taken
