"""``python -m notes``."""

from notes.cli import main

main()
