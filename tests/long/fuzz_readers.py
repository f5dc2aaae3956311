"""Feeds each reader with files that are nearly pages, for as long as wanted, and keeps the file that breaks one.

    python tests/long/fuzz_readers.py --minutes 10 [--reader NAME ...] [--seed 1] [--keep DIR]

A reader may refuse a file with an error that says why. Any other exception, a place outside its page, and a file that
takes more than ten seconds of a processor are failures.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT.parent / "builder")]

from fixtures.fuzzed import SEEDS, SPICES, problems  # noqa: E402
from raregraph.claims import find_claims  # noqa: E402
from raregraph.errors import UnreadablePageError  # noqa: E402
from raregraph.readers import READERS, read_pages  # noqa: E402

SLOW = 10.0


def mutate(name: str, chance: random.Random) -> bytes:
    """Return a file of a format, spliced from its pieces and those of others, with bytes changed."""
    pieces = list(SEEDS[name])
    for _ in range(chance.randrange(6)):
        match chance.randrange(6):
            case 0:
                pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(SPICES))
            case 1:
                pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(SEEDS[chance.choice(list(SEEDS))]))
            case 2:
                place = chance.randrange(len(pieces))
                pieces[place] *= chance.choice((0, 2, 3, 50, 400))
            case 3:
                chance.shuffle(pieces)
            case 4:
                pieces = [piece.replace("a", chr(chance.choice((0xE9, 0x1F600, 0x85, 0x3B1))), 2) for piece in pieces]
            case _:
                place = chance.randrange(len(pieces))
                cut = chance.randrange(len(pieces[place]) + 1)
                pieces[place] = pieces[place][:cut]
    data = bytearray("".join(pieces).encode(chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "latin-1")), "replace"))
    for _ in range(chance.choice((0, 0, 1, 3, 20))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def faults(file: Path, reader: str | None) -> Iterator[str]:
    """Yield what goes wrong with a file."""
    start = time.process_time()
    try:
        for page in read_pages(file, reader=reader):
            yield from problems(page)
            for claim in find_claims(page).claims:
                for piece in claim.evidence:
                    if page.text[piece.start : piece.end] != piece.quote:
                        yield f"claim {claim.id}: its quote is not on the page"
    except UnreadablePageError:
        pass
    except Exception:
        yield traceback.format_exc()
    if time.process_time() - start > SLOW:
        yield f"took {time.process_time() - start:.1f} s"


def fuzz(name: str, minutes: float, seed: int, keep: Path) -> Counter[str]:
    """Feed one reader until the time is over, and return how many files were fed, refused to a fault or not."""
    chance = random.Random(f"{name} {seed}")
    counts: Counter[str] = Counter()
    end = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page"
        while time.monotonic() < end:
            data = mutate(name, chance)
            file.write_bytes(data)
            counts["files"] += 1
            found = list(faults(file, chance.choice((name, None))))
            if found:
                counts["faults"] += 1
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{name}-{counts['faults']}").write_bytes(data)
                print(f"{name}: {found[0]}", flush=True)
    return counts


def main() -> int:
    """Feed the readers that are asked for; return 1 if one of them broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long each reader is fed")
    parser.add_argument("--reader", action="append", choices=list(READERS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzzed"), help="where files go that break a reader")
    options = parser.parse_args()
    broken = False
    for name in options.reader or READERS:
        counts = fuzz(name, options.minutes, options.seed, options.keep)
        broken |= counts["faults"] > 0
        print(f"{name}: {counts['files']} files in {options.minutes} minutes, {counts['faults']} faults", flush=True)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
