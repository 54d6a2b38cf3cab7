"""Matinee: films and series from what you actually liked, told by a Llama on your own machine."""

__version__ = "0.1.0"
