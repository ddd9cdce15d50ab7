"""Word lists and tables, one a file; each file says what it is for."""
