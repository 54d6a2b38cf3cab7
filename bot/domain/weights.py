"""What counts how much when titles are scored. The one place where signals are weighed against each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, in standard deviations of the meaning score."""

    meaning: float = 0.9
    words: float = 1.6
    mood: float = 1.8
    tone: float = 0.8
    theme: float = 2.8
    genre: float = 2.0
    leaning: float = 1.2
    example: float = 0.8
    shared: float = 0.8
    taste: float = 0.9
    taste_alone: float = 0.6
    leanings: float = 0.4
    habits: float = 0.35
    habits_alone: float = 1.0
    community: float = 1.5
    community_alone: float = 8.0
    fame: float = 1.2
    era: float = 0.8
    acclaim: float = 0.7
    age: float = 0.6
    unwelcome: float = 0.8
    unasked: float = 1.0
    series: float = 3.0
    sequel: float = 1.2
    same_franchise: float = 1.5
    likeness: float = 1.1
