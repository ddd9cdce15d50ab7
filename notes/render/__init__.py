"""From a ``Notebook`` to files: Markdown, JSON, their names, and the disk."""
