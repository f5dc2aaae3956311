import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import raregraph

PACKAGE = Path(raregraph.__file__).parent
# From the ground up. A module may import what stands above it in this list, not its neighbours in a row.
LAYERS = (
    {"errors", "model", "resources"},
    {"atomic", "settings", "slugs", "tables"},
    {"text"},
    {"terms"},
    {"readers"},
    {"mentions"},
    {"tagging"},
    {"claims"},
    {"graph"},
    {"export", "query", "validation"},
    {"annotation", "explanation", "ledger"},
    {"corpus"},
    {"cli"},
    {"__init__", "__main__"},
)
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}
RDF_LIBRARIES = {"pyoxigraph", "pyshacl", "rdflib"}
FILES = sorted(PACKAGE.rglob("*.py"))


def name_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_imports(name: str, source: str) -> list[str]:
    own = [module.split(".")[1] for module in imported(source) if module.startswith("raregraph.")]
    return [module for module in own if module != name and HEIGHT.get(module, len(LAYERS)) >= HEIGHT[name]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_downward_only(file: Path) -> None:
    assert name_of(file) in HEIGHT, "give the new module its place in LAYERS"
    assert wrong_imports(name_of(file), file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "file", [file for file in FILES if HEIGHT.get(name_of(file), 99) < HEIGHT["graph"]], ids=lambda file: file.stem
)
def test_nothing_below_the_graph_knows_rdf(file: Path) -> None:
    assert not RDF_LIBRARIES & {module.split(".")[0] for module in imported(file.read_text(encoding="utf-8"))}


def test_an_import_that_points_upward_or_sideways_is_found() -> None:
    assert wrong_imports("terms", "from raregraph.claims import find_claims") == ["claims"]
    assert wrong_imports("export", "import raregraph.validation") == ["validation"]
    assert wrong_imports("export", "from raregraph import corpus") == ["corpus"]
    assert wrong_imports("cli", "from raregraph.export import write") == []


def test_no_module_hides_a_public_name() -> None:
    # Importing raregraph.x makes x a name of the package, whatever else was meant by it.
    assert {name_of(file) for file in FILES} & set(raregraph.__all__) == set()
