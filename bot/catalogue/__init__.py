"""The titles: loading, searching, resolving a spelled title, importing."""
