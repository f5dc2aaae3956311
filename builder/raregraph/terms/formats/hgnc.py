"""HGNC's complete set: the symbol is the label; names, aliases and former symbols are further names."""

from collections.abc import Iterator, Mapping

from raregraph.terms.formats.lines import rows
from raregraph.terms.records import FORMER, SYMBOL, Entry, Record, Report, Synonym

_COLUMNS = ("hgnc_id", "symbol", "name", "status", "alias_symbol", "prev_symbol", "entrez_id", "omim_id")


def read_hgnc(content: bytes, report: Report) -> Iterator[Record]:
    """Yield the approved genes."""
    for number, row in rows(content, report):
        missing = [column for column in _COLUMNS if column not in row]
        if missing:
            report(number, f"no column {', '.join(missing)}; nothing of the file is used")
            return
        if row["status"] == "Approved":
            yield _entry(row)


def _entry(row: Mapping[str, str]) -> Entry:
    names = [Synonym(row["symbol"], "EXACT", SYMBOL), Synonym(row["name"], "EXACT")]
    names += [Synonym(symbol, "RELATED", SYMBOL) for symbol in _split(row["alias_symbol"])]
    names += [Synonym(symbol, "EXACT", f"{FORMER} {SYMBOL}") for symbol in _split(row["prev_symbol"])]
    references = [f"NCBIGene:{row['entrez_id']}"] if row["entrez_id"] else []
    references += [f"OMIM:{number}" for number in _split(row["omim_id"])]
    return Entry(row["hgnc_id"], row["symbol"], tuple(names), (), tuple(references))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]
