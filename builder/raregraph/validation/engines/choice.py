"""Which engine runs the shapes."""

from collections.abc import Callable, Iterable
from importlib.util import find_spec

from pyoxigraph import Quad

from raregraph.errors import UsageError
from raregraph.validation.data import Data
from raregraph.validation.engines import fast, reference
from raregraph.validation.shapes import Shapes

Engine = Callable[[Data, Shapes], Iterable[Quad]]
"""From a graph to SHACL's report of it, empty where nothing is wrong; a broken shape raises what it likes."""

REFERENCE, FAST = "pyshacl", "fast"
ENGINES: dict[str, Engine] = {REFERENCE: reference.report, FAST: fast.report}


def choose_engine(name: str | None, data: Data) -> Engine:
    """Return the engine of a name; without one the fast one where it is installed.

    Raises `UsageError` for an unknown one, and for one that is not installed.
    """
    if name is not None and name not in ENGINES:
        raise UsageError(f"{name}: unknown engine; choose one of {', '.join(ENGINES)}")
    installed = find_spec(fast.PACKAGE) is not None
    if name == FAST and not installed:
        raise UsageError(f"{name}: this engine is not installed; install raregraph[fast], or choose {REFERENCE}")
    # The fast one gives blank nodes names of its own, under which they cannot be found again in the graph.
    return ENGINES[REFERENCE if name == REFERENCE or not installed or data.blank else FAST]
