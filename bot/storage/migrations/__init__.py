"""Numbered migrations. A new one: the next number, `down_revision`, and HEAD in schema.py."""
