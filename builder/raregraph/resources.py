"""Where the knowledge files are: inside the installed package, or two folders up in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def knowledge_folder(name: str) -> Path:
    """Return the folder `ontology` or `shapes` that this installation uses."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent.parent / name


def reference_page() -> Path:
    """Return the page that ships with the package: GARD's "Opsoclonus-myoclonus syndrome"."""
    return PACKAGE / "pages" / "gard-opsoclonus-myoclonus.txt"


def shipped_model() -> Path:
    """Return the model that ships with the package."""
    return PACKAGE / "models" / "claims.model"
