"""Recognizes the offers that stand where a page hides the rest of its article, in many languages."""

import re
from collections.abc import Sequence

from onrecord.vectorstore.model import Removed

PAYWALL, PARTIAL = "paywall", "partial-text"  # rules under which `show --removed` lists an offer, and the note that the text is incomplete
MAX_OFFER = 300  # characters of one line
MAX_LINES = 8  # last lines of a text among which offers are looked for
MAX_TAIL = 60  # characters of a button or price between offers
REPORTED = re.compile(r"[“„«»\"]|\b(?:said|says|told|sagte|a déclaré|dijo|ha detto)\b")
OFFERS = re.compile(
    "|".join(
        (
            # The rest is for subscribers. What reports also write ("to become a member of the EU") counts only where it addresses the reader.
            r"^(?:to|please) (?:continue|keep|finish|go on)\s+reading|\bto (?:continue|keep|finish) reading (?:this|the|our|with|for|,|subscribe|log|sign|register)",
            r"^(?:continue|keep) reading\b.{0,40}(?:[€$£]\s?\d|subscri|account|sign|free|trial|membership|with)",
            r"^to (?:read|access|view|see|unlock) (?:the |this )?(?:full|entire|whole|rest|complete|remaining|article|story|content)\b.{0,60}(?:subscri|sign|log|register|member|account|trial)",
            r"^(?:read|unlock|get) (?:the (?:full|rest|entire|remaining|whole)|unlimited|full)\b.{0,60}\b(?:subscri|account|trial|member|sign|access)",
            r"^this (?:article|story|content|report|post) is (?:only |exclusively )?(?:for|available to|reserved for|exclusive to|limited to|locked|behind)\b.{0,60}(?:subscri|member|regist|paywall|$)",
            r"\b(?:subscriber|member)s?[- ](?:only|exclusive) (?:article|story|content|feature|access)\b|\bexclusive(?:ly)? (?:to|for) (?:our )?subscribers\b",
            r"\bbecome an? (?:\w+ )?subscriber\b|^(?:join|become an? (?:\w+ )?member)\b.{0,60}(?:\bread\b|access|today|now|[€$£]\s?\d|support us)",
            r"^(?:please )?(?:subscribe|sign up|register|log ?in|sign ?in)\b.{0,40}\b(?:to|and) (?:continue|read|access|unlock|view|keep|see)\b",
            r"^(?:are you )?already (?:an? |have an? )?(?:\w+ )?(?:subscriber|subscribed|member|registered|account|subscription)\b|\bhave an account\?",
            r"^you(?:[’']ve| have) (?:reached|read|used|hit)\b.{0,40}\b(?:free|limit|articles?)\b|\b(?:free )?articles? (?:left|remaining) this month",
            r"^subscribe(?: now| today)?(?: (?:for|from)\b.{0,40})?[.!]?$|^(?:start|try|get) (?:your|a|our) (?:free )?(?:trial|subscription)\b|\bcancel (?:at )?any ?time\b",
            # de
            r"\bjetzt weiterlesen\b|^weiterlesen\b|\bum (?:weiterzulesen|(?:diesen|den) (?:ganzen |vollständigen |kompletten )?(?:artikel|text|beitrag) (?:zu lesen|weiterzulesen))",
            r"^(?:sie (?:sind|haben) |du (?:bist|hast) )?(?:bereits|schon) (?:abonnent|abonniert|registriert|kunde|mitglied|ein abo)",
            r"^(?:nur )?für abonnent(?:en|innen)|^diese[rs]? (?:artikel|inhalt|beitrag|text) ist (?:nur |exklusiv )?(?:für|abonnent|exklusiv|kostenpflichtig)|\bnoch kein abo\b|^jetzt (?:abonnieren|testen|registrieren|bestellen)\b|\bmonatlich kündbar",
            # fr
            r"\bpour (?:lire|continuer)\b.{0,30}(?:suite|lecture|lire|article|intégralité)|\bréservé (?:aux|à nos) abonné|^(?:vous êtes )?déjà abonné|\babonnez-vous\b|\bil vous reste\b.{0,20}\bde cet article|\bla suite est réservée",
            # es, pt, it, ca
            r"\bpara (?:seguir|continuar) (?:leyendo|lendo|a ler)|\b(?:contenido|artículo|conteúdo|artigo) (?:exclusivo|solo|reservado)\b.{0,20}(?:suscriptores|assinantes|socios)|^¿?(?:ya eres|ya estás) (?:suscriptor|suscrito)|\bsuscríbete\b|\bjá é assinante|\bassine\b.{0,30}(?:ler|acesso|já)",
            r"\bper (?:continuare|proseguire)\b.{0,20}(?:leggere|lettura)|\b(?:riservato|contenuto) (?:agli|per gli) abbonati|^(?:sei )?già (?:un )?abbonat|\bhai già un abbonamento|^abbonati\b|\bper continuar llegint",
            # nl, sv, da, no, pl, cs, ru, uk
            r"\bverder lezen\b.{0,20}(?:\?|abonn|met|log)|^lees verder\b.{0,40}(?:abonn|met|log|voor)|\bal abonnee\b|\bheb je al een\b.{0,20}(?:abonnement|account)|\balleen voor abonnees|\bword abonnee\b",
            r"^för att (?:läsa|fortsätta)|^(?:är du )?redan prenumerant|\bendast för prenumeranter|^for at læse (?:videre|hele)|^(?:er du )?allerede abonnent|^for å lese (?:videre|hele|saken)|\bbli abonnent|\bbliv abonnent",
            r"^aby (?:czytać|przeczytać) (?:dalej|cały|całość)|\btylko dla (?:subskrybentów|prenumeratorów)|^masz już (?:konto|subskrypcję)|\bpouze pro předplatitele|^чтобы (?:читать|продолжить|прочитать)|\bтолько для подписчиков|^уже подписаны|\bоформите подписку|^щоб (?:читати|прочитати)|\bлише для передплатників",
            # zh, ja, ko
            r"(?:登录|登錄|登入|订阅|訂閱).{0,8}(?:继续|繼續|阅读|閱讀|全文)|(?:会員|有料会員|登録).{0,12}(?:限定|続き|全文|お読み)|この記事は.{0,12}(?:会員|有料)|(?:구독|로그인).{0,12}(?:계속|전체|읽)",
        )
    ),
    re.IGNORECASE,
)
BUTTON = re.compile(r"^(?:log ?in|sign ?in|sign up|subscribe|register|anmelden|einloggen|se connecter|s’abonner|iniciar sesión|accedi|inloggen|logga in|войти)\b.{0,30}$", re.IGNORECASE)
PRICE = re.compile(r"(?:[€$£¥₽]\s?\d|\d\s?(?:€|\$|£|kr|zł|Kč|₽|CHF))")
CUT = re.compile(r"(?:\[(?:…|\.{3}|&hellip;)\]|…|\.{3})\s*(?:(?:read|continue|weiter|lire|leer|leggi|lees)\b.{0,30})?$|\((?:more|continued)\)$", re.IGNORECASE)


def split_offers(text: str, known: Sequence[str] = ()) -> tuple[str, tuple[Removed, ...]]:
    """The text, and the offers of a paywall among its last lines. Nothing is removed without at least one clear offer.

    Args:
        known: lines that the page shows in a box of offers.
    """
    lines = text.split("\n")
    from_here = max(1, len(lines) - MAX_LINES)
    offers = {n for n in range(from_here, len(lines)) if is_offer(lines[n]) or lines[n] in known}
    if not offers:
        return text, ()
    offers |= {n for n in range(min(offers), len(lines)) if is_small_print(lines[n])}
    kept = "\n".join(line for n, line in enumerate(lines) if n not in offers)
    return kept, tuple(Removed(PAYWALL, lines[n]) for n in sorted(offers))


def is_offer(line: str) -> bool:
    return len(line) <= MAX_OFFER and OFFERS.search(line) is not None and REPORTED.search(line) is None


def is_small_print(line: str) -> bool:
    """A button or a price beside an offer."""
    return BUTTON.match(line) is not None or (len(line) <= MAX_TAIL and PRICE.search(line) is not None and REPORTED.search(line) is None)


def partial_notes(text: str, offers: tuple[Removed, ...], access: str | None) -> tuple[Removed, ...]:
    """Why the text may not be the whole article. Empty if nothing says so."""
    if offers:
        return (Removed(PARTIAL, "the page shows only the beginning of this article: the rest is behind a paywall, for subscribers"),)
    if access:
        return (Removed(PARTIAL, f"the page says that this article is not free ({access}, paywall), so the text may be incomplete"),)
    if CUT.search(text):
        return (Removed(PARTIAL, "the text is cut off: it ends with “…”, so the rest may be elsewhere"),)
    return ()
