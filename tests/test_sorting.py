"""Lines of many pages in the order of their bytes."""

from io import BytesIO
from pathlib import Path

import pytest
from raregraph.corpus.sorting import deal_out, sort_buckets, write_sorted


@pytest.mark.parametrize("starts", [[], [b"b"], [b"b", b"c"], [b"a", b"z"]], ids=str)
def test_lines_of_sorted_blocks_stand_in_order_and_once(starts: list[bytes], tmp_path: Path) -> None:
    buckets = deal_out([b"a\nb\nd\n", b"", b"b\nc\n"], starts, tmp_path)
    target = BytesIO()
    assert write_sorted(buckets, sort_buckets(buckets), target) == 4
    assert target.getvalue() == b"a\nb\nc\nd\n"
