"""Slash commands and listeners: thin translators between Discord and the services."""
