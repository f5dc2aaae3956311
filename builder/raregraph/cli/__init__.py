"""The command line: it parses, calls one public function, and prints."""

from raregraph.cli.app import app, main, run

__all__ = ["app", "main", "run"]
