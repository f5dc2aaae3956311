"""The engines that run the shapes: pySHACL, by which all are judged, and a fast one."""

from raregraph.validation.engines.choice import ENGINES, choose_engine

__all__ = ["ENGINES", "choose_engine"]
