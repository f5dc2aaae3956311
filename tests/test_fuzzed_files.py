import tempfile
from pathlib import Path

import pytest
from fixtures.fuzzed import SEEDS, files, problems
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from raregraph.claims import find_claims
from raregraph.errors import UnreadablePageError
from raregraph.readers import READERS, read_pages


def check(data: bytes, reader: str | None) -> None:
    """Read a file, and find claims: nothing but an error of our own may happen, and every place is on its page."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page"
        file.write_bytes(data)
        try:
            pages = list(read_pages(file, reader=reader))
        except UnreadablePageError:
            return
    for page in pages:
        assert list(problems(page)) == []
        for claim in find_claims(page).claims:
            for piece in claim.evidence:
                assert page.text[piece.start : piece.end] == piece.quote
                assert all(piece.start <= start < end <= piece.end for start, end in piece.spans)


def test_every_format_has_a_file_to_start_from() -> None:
    assert set(SEEDS) == set(READERS)


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_no_file_breaks_a_reader_and_every_quote_is_on_its_page(name: str, data: st.DataObject) -> None:
    if name == "pdf":
        pytest.importorskip("pypdf")
    check(data.draw(files(name)), data.draw(st.sampled_from([name, None])))
