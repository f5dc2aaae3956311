"""Plots of what is in an output folder, as PNG and SVG; the same figures give the same bytes of SVG."""

import io
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from raregraph.atomic import write_atomically
from raregraph.corpus.statistics import Statistics
from raregraph.errors import UsageError

FORMATS = ("png", "svg")
_TERMS_OF = "phenotype"
_BAR = 0.32
"""Inches of height for each bar."""
# Colours that are told apart by those who see red and green alike, and in print.
_DARK, _MIDDLE, _LIGHT = "#1b4b72", "#6fa8c9", "#d5d9dc"
Series = Sequence[tuple[str, str, Sequence[int]]]
"""Name, colour and lengths of the parts of the bars."""


def write_plots(statistics: Statistics, folder: Path) -> list[Path]:
    """Draw all plots into a folder and return their files. Raises `UsageError` where Matplotlib is missing."""
    try:
        # An extra, imported where it is asked for.
        matplotlib: Any = import_module("matplotlib")
        figures: Any = import_module("matplotlib.figure")
    except ImportError as error:
        raise UsageError("--plots needs Matplotlib: pip install 'raregraph[plots]'") from error
    files: dict[Path, bytes] = {}
    # Ids inside an SVG are hashes of this word and of what they name, not random.
    with matplotlib.rc_context({"svg.hashsalt": "raregraph", "font.family": "DejaVu Sans", "font.size": 9}):
        for name, draw in PLOTS.items():
            figure = figures.Figure(layout="constrained")
            draw(statistics, figure)
            files.update((folder / f"{name}.{form}", _render(figure, form)) for form in FORMATS)
    write_atomically(files)
    return list(files)


def _render(figure: Any, form: str) -> bytes:
    content = io.BytesIO()
    metadata = {"Date": None} if form == "svg" else {"Software": None}
    figure.savefig(content, format=form, dpi=150, metadata=metadata)
    return content.getvalue()


def _relations(statistics: Statistics, figure: Any) -> None:
    rows = sorted(statistics.relations, key=lambda row: (row.claims, row.relation))
    series = (
        ("says an edge", _DARK, [row.eligible for row in rows]),
        ("limited or doubted", _MIDDLE, [row.claims - row.eligible - row.negated for row in rows]),
        ("denied", _LIGHT, [row.negated for row in rows]),
    )
    names = [f"{row.relation}  {row.eligible / row.claims:.0%}" for row in rows]
    axes = _bars(figure, names, series)
    axes.set_title(f"{statistics.claims:,} claims of {statistics.pages:,} pages, and the share that says an edge")


def _grounding(statistics: Statistics, figure: Any) -> None:
    rows = sorted(statistics.branches, key=lambda row: (row.groundable, row.branch))
    series = (
        ("term of an ontology", _DARK, [row.grounded for row in rows]),
        ("words alone", _LIGHT, [row.groundable - row.grounded for row in rows]),
    )
    names = [f"{row.branch}  {row.grounded / row.groundable:.0%}" for row in rows]
    axes = _bars(figure, names, series)
    axes.set_title("Objects of claims by the kind that is asked for, and the share that is grounded")


def _terms(statistics: Statistics, figure: Any) -> None:
    rows = [row for row in statistics.terms if row.relation == _TERMS_OF][::-1]
    series = (("claims", _DARK, [row.claims for row in rows]),)
    axes = _bars(figure, [f"{row.label}  {row.id}" for row in rows], series)
    axes.set_title("The most frequent signs")


def _collections(statistics: Statistics, figure: Any) -> None:
    rows = statistics.collections[::-1]
    axes = _bars(figure, [row.collection for row in rows], (("pages", _DARK, [row.pages for row in rows]),))
    axes.set_title("Pages by collection")


def _findings(statistics: Statistics, figure: Any) -> None:
    rows = statistics.findings[::-1]
    series = (("pages", _MIDDLE, [row.pages for row in rows]),)
    axes = _bars(figure, [f"{row.rule} ({row.level})" for row in rows], series)
    axes.set_title("Pages with findings, by rule")


PLOTS: Mapping[str, Callable[[Statistics, Any], None]] = {
    "claims-by-relation": _relations,
    "grounded-by-branch": _grounding,
    "frequent-signs": _terms,
    "pages-by-collection": _collections,
    "pages-with-findings": _findings,
}


def _bars(figure: Any, names: Sequence[str], series: Series) -> Any:
    """Draw bars of stacked parts, the first at the bottom, each with its total at its end."""
    figure.set_size_inches(8, 1.2 + _BAR * max(1, len(names)))
    axes = figure.add_subplot()
    starts = [0] * len(names)
    for label, colour, lengths in series:
        axes.barh(range(len(names)), lengths, left=starts, color=colour, label=label)
        starts = [start + length for start, length in zip(starts, lengths, strict=True)]
    for position, total in enumerate(starts):
        axes.annotate(f"{total:,}", (total, position), xytext=(4, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(names)), names)
    _tidy(axes, max(starts, default=0), legend=len(series) > 1)
    return axes


def _tidy(axes: Any, longest: int, *, legend: bool) -> None:
    axes.set_xlim(0, longest * 1.12 or 1)
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_locator(import_module("matplotlib.ticker").MaxNLocator(integer=True, nbins=6))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    if legend:
        axes.legend(frameon=False, loc="lower right")
