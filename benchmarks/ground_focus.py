"""How many of MedQuAD's GARD page names ground to a term of MONDO, ORDO or GARD, and which do not.

Run: `python benchmarks/ground_focus.py TERMINOLOGY FOLDER`, where TERMINOLOGY is a file of `raregraph terms build` with
GARD's and Orphanet's names added, and FOLDER has the pages (`corpora/medquad/gard`).
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from raregraph.resources import knowledge_folder
from raregraph.terms import Terminology

ONTOLOGIES = ("MONDO", "Orphanet", "GARD")


def focus_names(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (file, name) of each page that has a name."""
    for path in sorted(folder.glob("*.xml")):
        name = ElementTree.parse(path).findtext("Focus")
        if name and name.strip():
            yield path.stem, " ".join(name.split())


def main() -> int:
    """Print the misses and the share; exit with 1 if it is under the one that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("terminology", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at-least", type=float, default=0.96)
    arguments = parser.parse_args()
    found: Counter[str] = Counter()
    with Terminology(arguments.terminology, ontology=knowledge_folder("ontology")) as terminology:
        for document, name in focus_names(arguments.folder):
            term = terminology.find_titled(name, "disease")
            prefix = (term.id or "").partition(":")[0] if term else ""
            found[prefix] += 1
            if prefix not in ONTOLOGIES:
                print(f"{document}\t{name}\t{term.id if term else ''}")
    share = sum(found[prefix] for prefix in ONTOLOGIES) / found.total()
    counts = ", ".join(f"{prefix or 'none'} {count}" for prefix, count in found.most_common())
    print(f"{share:.2%} of {found.total()} names ground ({counts})")
    return 0 if share >= arguments.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
