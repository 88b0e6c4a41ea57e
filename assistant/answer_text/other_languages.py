"""Refusals in other languages: a negation together with a word for the sources, for information or for answering."""

import re

# For each language: its negations, and its words for sources, information and answers.
WORDS = {
    "de": (r"nicht|kein\w*|nichts|unklar", r"artikel\w*|text\w*|quelle\w*|dokument\w*|unterlagen|kontext|passage\w*|auszüge\w*|material\w*|information\w*|angabe\w*|beantworte\w*|antwort\w*|archiv|bericht\w*|weiß"),
    "fr": (r"ne|n|pas|aucune?|rien|impossible", r"articles?|sources?|documents?|textes?|passages?|contexte|extraits?|informations?|répondre|réponse|archives?|sais"),
    "es": (r"no|ning\w+|nada|sin|imposible", r"artículos?|fuentes?|documentos?|textos?|pasajes?|contexto|fragmentos?|información|datos|responder|respuesta|archivo|sé"),
    "it": (r"non|nessun\w*|nulla|niente|impossibile", r"articol\w+|font[ei]|document\w+|test[io]|passagg\w+|bran[io]|contesto|estratt\w+|informazion\w+|rispondere|risposta|archivio|so"),
    "pt": (r"não|nenhum\w*|nada|sem|impossível", r"artigos?|fontes?|documentos?|textos?|trechos?|contexto|passagens|informaç\w+|dados|responder|resposta|arquivo|sei"),
    "nl": (r"niet|geen|niets|onbekend|onduidelijk", r"artikel\w*|bron\w*|document\w*|tekst\w*|passages?|context|fragment\w*|informatie|antwoord\w*|archief|weet"),
    "sv": (r"inte|ingen|inga|inget|ej|ikke", r"artik\w+|käll\w+|kilde\w*|dokument\w*|text\w*|tekst\w*|informa\w+|svara?\w*|arkiv\w*|vet"),
    "pl": (r"nie|brak|żadn\w+|niczego", r"artyku\w+|źród\w+|dokument\w+|tekst\w*|fragment\w+|kontek\w+|informac\w+|odpowied\w+|materia\w+|wiem"),
    "cs": (r"ne\w+|není|žádn\w+|nic", r"člán\w+|zdroj\w*|dokument\w*|text\w*|kontext\w*|informac\w+|odpověd\w+|materiál\w*"),
    "tr": (r"yok\w*|değil\w*|hiçbir|bilmiyorum|\w+m[aeıi]yor\w*|\w+amıyorum|\w+emiyorum", r"makale\w*|kaynak\w*|belge\w*|metin\w*|bağlam\w*|bilgi\w*|soru\w*|haber\w*|yanıt\w*|cevap\w*"),
    "uk": (r"не|немає|нема|жодн\w+|нічого|неможливо", r"стат\w+|джерел\w*|документ\w*|текст\w*|урив\w+|контекст\w*|інформаці\w+|відпов\w+|матеріал\w*|архів\w*|знаю"),
    "ru": (r"не|нет|ни|ничего|невозможно", r"стат\w+|источник\w*|документ\w*|текст\w*|отрыв\w+|контекст\w*|информаци\w+|ответ\w*|материал\w*|архив\w*|сведени\w+|знаю"),
    "el": (r"δεν|κανένα\w*|καμία|τίποτα", r"άρθρ\w+|πηγ\w+|έγγραφ\w+|κείμεν\w+|πληροφορί\w+|απαντ\w+|απάντηση"),
}
# Languages without spaces or with prefixes: parts of words count.
PARTS = {
    "ja": ("ません|ない|なかった|不明|できず", "記事|資料|情報|出典|文書|文章|本文|文脈|質問|答え|回答|ソース|わかり|分かり"),
    "zh": ("没有|沒有|未|无法|無法|不能|不知|不清", "文章|资料|資料|文中|信息|資訊|来源|來源|文件|上下文|问题|問題|回答|文本|段落|报道|報導|知道"),
    "ko": ("없|않|못|모르", "기사|자료|정보|출처|문서|본문|맥락|질문|답변|답"),
    "ar": ("لا|لم|ليس|لن|غير|تعذر", "مقال|نص|مصادر|مصدر|وثائق|مستندات|سياق|معلومات|إجابة|أجيب|مقاطع"),
    "fa": ("نیست|نشده|ندار|نمی", "مقاله|متن|منابع|منبع|اطلاعات|پاسخ|اسناد"),
    "he": ("לא|אין|אינ", "מאמר|מקור|טקסט|מסמכ|מידע|לענות|תשוב|כתב"),
    "hi": ("नहीं|कोई", "लेख|स्रोत|जानकारी|दस्तावेज|उत्तर|पाठ"),
}
REFUSES = [
    *((re.compile(rf"\b(?:{no})\b", re.IGNORECASE), re.compile(rf"\b(?:{about})\b", re.IGNORECASE)) for no, about in WORDS.values()),
    *((re.compile(no), re.compile(about)) for no, about in PARTS.values()),
]


def refuses_in_other_language(sentence: str) -> bool:
    """Whether a sentence that is not in English says that there is no answer. It need not be known which language it is."""
    return any(no.search(sentence) and about.search(sentence) for no, about in REFUSES)
