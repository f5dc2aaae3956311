"""`python -m raregraph`."""

from raregraph.cli import main

main()
