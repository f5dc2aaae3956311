"""Lines of many pages in the order of their bytes, each once, in bounded memory.

The lines are dealt out to buckets, each a stretch of the order; a bucket is sorted in memory, and the buckets are
written one after another. So the result is that of `LC_ALL=C sort -u`, and shards merge with `sort -m -u`.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

_BUCKET = 48 << 20
"""Bytes of lines that are sorted at once; in memory they take about four times as much."""
_SAMPLE = 64
"""One line of so many decides where the buckets lie."""


def boundaries(blocks: Iterable[bytes], total: int) -> list[bytes]:
    """Return the lines at which the buckets begin, but for the first, given some of the blocks of sorted lines."""
    count = total // _BUCKET
    if count == 0:
        return []
    sample = sorted(line for block in blocks for line in block.split(b"\n")[:-1:_SAMPLE])
    return sorted({sample[len(sample) * number // (count + 1)] for number in range(1, count + 1)}) if sample else []


def deal_out(blocks: Iterable[bytes], starts: Sequence[bytes], folder: Path) -> list[Path]:
    """Write each block of sorted lines to the buckets that its lines belong to, and return these."""
    paths = [folder / f"bucket-{number}" for number in range(len(starts) + 1)]
    with ExitStack() as stack:
        buckets = [stack.enter_context(path.open("wb")) for path in paths]
        for block in blocks:
            for bucket, piece in zip(buckets, _cut(block, starts), strict=True):
                bucket.write(piece)
    return paths


def _cut(block: bytes, starts: Sequence[bytes]) -> Iterator[bytes]:
    if not starts:
        yield block
        return
    lines = block.split(b"\n")[:-1]
    first = 0
    for start in (*starts, None):
        end = len(lines) if start is None else bisect_left(lines, start, first)
        yield _joined(lines[first:end])
        first = end


def _joined(lines: Sequence[bytes]) -> bytes:
    return b"\n".join([*lines, b""])


def sort_bucket(path: Path) -> int:
    """Sort the lines of a file in place, each once. Returns their number."""
    lines = path.read_bytes().split(b"\n")[:-1]
    # Blocks of sorted lines stand one after another, which sort() merges; a set would tear them apart first.
    lines.sort()
    each = [line for line, _ in groupby(lines)]
    path.write_bytes(_joined(each))
    return len(each)


def sort_buckets(paths: Sequence[Path], executor: Executor | None = None) -> Iterator[int]:
    """Yield the number of lines of each bucket as it is sorted; an executor starts at once, on several side by side."""
    each: Callable[..., Iterator[int]] = executor.map if executor else map
    return each(sort_bucket, paths)


def write_sorted(paths: Sequence[Path], counts: Iterable[int], target: BinaryIO) -> int:
    """Write the buckets in their order, each once it is sorted, and return the number of lines."""
    lines = 0
    for path, count in zip(paths, counts, strict=True):
        lines += count
        with path.open("rb") as bucket:
            while piece := bucket.read(1 << 20):
                target.write(piece)
        path.unlink()
    return lines
