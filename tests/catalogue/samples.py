"""Made-up titles for small catalogues."""

from __future__ import annotations

from bot.domain.title import Kind, Title, title_id_of


def a_title(name: str, year: int = 2000, kind: Kind = Kind.FILM, **more: object) -> Title:
    """Return a title of that name, and of whatever else is said about it."""
    more.setdefault("title_id", title_id_of(name, year) + ("" if kind is Kind.FILM else "-series"))
    return Title(title=name, year=year, kind=kind, **more)  # type: ignore[arg-type]
