"""Asking a graph: the competency questions of `ontology/queries/`, or a query of the user's own."""

from raregraph.query.answers import FORMATS, Answer
from raregraph.query.questions import Question, find_queries, get_query
from raregraph.query.store import load_store, run_query

__all__ = ["FORMATS", "Answer", "Question", "find_queries", "get_query", "load_store", "run_query"]
