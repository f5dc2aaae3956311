"""Small pages in folders, for the tests of the corpus build."""

from pathlib import Path

PAGE = """Genetic and Rare Diseases Information Center (GARD)

{title}


Other Names for this Disease
  • {other}

What are the signs and symptoms of {title}?

People with {title} have tremor and fever. In some cases the limbs may shake, which nobody has explained so far.
Last updated: 1/27/2016
"""


def page(folder: Path, name: str, title: str = "Glass hand disease", other: str = "Brittle hand") -> Path:
    file = folder / f"{name}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=title, other=other), encoding="utf-8")
    return file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
