"""What people say with a sign instead of a word."""

from __future__ import annotations

from bot.domain.word_table import table_of

_EMOJI = table_of("""
😂, 🤣, 😆 = funny comedy
😄, 😊 = feel-good
🥰 = romantic heartwarming
❤, 💕, 💘, 😍 = romance romantic
😱 = horror scary
👻 = ghosts horror spooky
🧟 = zombies horror
🧛 = vampires horror
🎃 = halloween horror
🔪 = slasher horror
🚀 = space science fiction
👽, 🛸 = aliens science fiction
🤖 = robots science fiction
😢 = sad moving
😭 = tearjerker sad
💔 = sad romance
💥 = action thrilling
🔫 = action crime
🥋 = martial arts action
🕵, 🔍 = detective mystery
🎄, 🎅 = christmas
🐉 = dragons fantasy
🧙 = magic fantasy
🧚 = fairy tale fantasy
🏰 = fantasy
🤠, 🌵 = western
🐎 = western horses
👶, 🧒, 🧸 = for kids
🤔 = thoughtful
🧠 = cerebral mind bending
🤯 = mind bending twist
🎵, 🎶 = music musical
🎤 = music
🎸 = music rock
⚽ = football sport
🏀 = sport basketball
🥊 = boxing sport
🏈 = sport
🍝, 🍜 = food
👨‍🍳 = cooking food
🦸, 🦇, 🕷 = superhero
🦖 = dinosaurs
🦈 = shark suspense
🐶 = dog animals
🐱 = cat animals
🌍 = documentary nature
🌊 = sea
🏝 = island
⚔ = swords epic war
🪖 = war
🎭 = drama
💰 = heist crime
🏴‍☠ = pirates adventure
🌧 = cosy rainy day
☕ = cosy
🔥 = thrilling
🌈 = lgbtq
🇫🇷 = french
🇯🇵 = japanese
🇰🇷 = korean
🇮🇹 = italian
🇪🇸 = spanish
🇩🇪 = german
🇮🇳 = indian
🇬🇧 = british
🇧🇷 = brazilian
🇲🇽 = mexican
""")
EMOJI = {sign: words[0] for sign, words in _EMOJI.items()}
