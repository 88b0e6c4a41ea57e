"""Articles with what offsets go wrong on: curly quotes, signs beyond the basic plane, combining marks, names written from right to left."""

ODD_ARTICLES = [
    {
        "title": "Lighthouse 🗼 keeper’s “last watch” ends at Quillhaven",
        "publisher": "Aldery Post",
        "publish_date": "2026-04-02",
        "authors": ["Zoë Ångström"],
        "url": "https://alderypost.example/2026/04/02/quillhaven-lighthouse",
        "text": "🗼🌊 QUILLHAVEN — The Quillhaven lighthouse was switched off on Thursday after 112 years.\n\n"
        "“I shall miss the gulls 🐦, not the stairs,” said keeper Renée Caf\u0065\u0301 of the Quillhaven lighthouse.\n\n"
        "👩🏽\u200d🚀 The astronaut Dára O\u0308rn, a cousin, said the Quillhaven lighthouse “could be seen from orbit” 🛰️.\n\n"
        "Harbour master Ole Dunst claimed that the Quillhaven lighthouse had saved 340 ships.\n",
    },
    {
        "title": "סכר אלון: dispute over the Alon dam’s cracks",
        "publisher": "צפון היום",
        "publish_date": "2026-04-05",
        "url": "https://north-today.example/alon-dam",
        "text": "The engineer אברהם לוי said the Alon dam had 23 cracks 𝟚𝟛.\n\n"
        "The Alon dam’s owner, محمد الحسن, denied that: “There are no cracks in the Alon dam.”\n\n"
        "𝕿he regulator said it would inspect the Alon dam in May — “all of it”.\n",
    },
    {
        "title": "Ferry Marisol’s captain tells of the fog",
        "publisher": "Harbour Times",
        "publish_date": "2026-04-09",
        "url": "https://harbourtimes.example/marisol",
        "text": "Captain Ines Farrow said the ferry Marisol had sounded its horn nine times in the fog 🌫️.\n\n"
        "Passenger Udo Wenk claimed that the ferry Marisol’s horn was silent.\n",
    },
]
