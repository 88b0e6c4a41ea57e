"""Recognizes pages that stand in the place of an article: requests for consent, checks for robots, logins and error pages."""

import re

MIN_SHARE = 0.6  # share of the characters that speak of consent
MIN_TERMS = 3  # different terms of consent in the text
MAX_CONSENT_PAGE = 12_000  # characters; the long ones list their partners
MAX_ERROR_PAGE = 1500  # characters; a longer text under "Page not found" is a story
CONSENT = re.compile(
    r"cookies?|consent|partners?\b|personal(?:i[sz]ed)? (?:data|ads?|advertis\w+|content)|advertis\w+|privacy|purposes?|legitimate interests?|store and(?:/or)? (?:access|read)|your (?:device|choices|preferences)"
    r"|einwillig\w+|zustimm\w+|datenschutz\w*|personenbezogen\w*|werbung|partner[n]?|zwecke?n?|widerruf\w+|endgerät"
    r"|consentement|partenaires|données personnelles|publicit\w+|finalités|vie privée|traceurs|accepte[rz]"
    r"|consentimiento|consentimento|socios|parceiros|datos personales|dados pessoais|publicidad\w*|privacidad\w*|finalidad\w*|acepta\w*|aceita\w*"
    r"|consenso|finalità|dati personali|pubblicit\w+|accett\w+|toestemming|advertenties|doeleinden|persoonsgegevens|privacybeleid|apparaat"
    r"|samtyck\w+|samtykke\w*|annons\w+|annonce\w*|personuppgifter|zgod\w+|danych osobowych|reklam\w*|partnerzy|souhlas\w*|osobní\w* údaj\w*"
    r"|соглас\w+|персональн\w+ данн\w+|реклам\w+|партн[её]р\w*|同意|个人信息|隐私|プライバシー|個人情報|広告|동의|개인정보|쿠키|クッキー",
    re.IGNORECASE,
)
ADDRESSED = re.compile(
    r"\b(?:we|our|us|you|your|wir|unsere?[nrm]?|uns|sie|ihr\w*|du|dein\w*|nous|nos|notre|vous|vos|votre|nosotros|nuestr\w+|usted|tus?|sus?|seus?|suas?|nós|nossos?|noi|nostri|tuo|tuoi|vostr\w+"
    r"|wij|we|onze|uw|jouw|je|vi|våra|vores|våre|din\w*|dine|twoj\w*|nasz\w*|nasi|naši|vaše\w*|мы|наш\w*|вы|ваш\w*)\b|您|我们|お客様|当社|당사|귀하",
    re.IGNORECASE,
)
REPORTED = re.compile(r"[“„«»\"]|\b(?:said|says|told|according to|sagte|erklärte|laut|a déclaré|selon|dijo|según|ha detto|secondo|disse|zei|volgens)\b", re.IGNORECASE)
ERROR_TITLE = re.compile(
    r"\W*(?:(?:error |fehler |erreur )?(?:404|403|410|500|502|503)\b.{0,40}|(?:the |this )?(?:page|article|site|content) (?:not found|unavailable|no longer (?:available|exists)|can(?:no|’|')t be found|does not exist)"
    r"|not found|access (?:denied|restricted)|forbidden|just a moment\b.{0,20}|attention required\b.{0,30}|one more step|are you (?:a )?(?:robot|human)\b.{0,20}|security check|verify(?:ing)? you are human"
    r"|checking your browser\b.{0,30}|pardon our interruption\b.{0,20}|(?:robot|bot) check|captcha|please enable (?:javascript|cookies)\b.{0,40}|unsupported browser"
    r"|(?:please )?(?:log ?in|sign ?in|register)(?: to .{1,40})?|service unavailable|(?:site )?(?:under |scheduled )?maintenance"
    r"|seite (?:nicht gefunden|existiert nicht)|zugriff verweigert|page (?:introuvable|non trouvée)|accès refusé|página no encontrada|acceso denegado|pagina non trovata|página não encontrada|pagina niet gevonden"
    r"|sidan (?:hittades inte|kunde inte hittas)|siden (?:blev )?ikke fundet|siden ble ikke funnet|nie znaleziono strony|stránka nenalezena|страница не найдена|доступ запрещ[её]н|页面不存在|ページが見つかりません)\W*",
    re.IGNORECASE,
)
ERROR_TEXT = re.compile(
    r"(?:enable|turn on|activate) (?:javascript|cookies)|verify (?:that )?you are (?:a )?human|checking (?:if the site connection|your browser)|unusual traffic|complete the (?:captcha|security check)"
    r"|aktivieren sie javascript|activer javascript|active javascript|abilita(?:re)? javascript",
    re.IGNORECASE,
)


def wall_of(title: str | None, text: str) -> str | None:
    """What a page is that stands in the place of an article; None for any other text."""
    if is_consent_page(text):
        return "a page that asks for consent to cookies, not an article"
    if len(text) <= MAX_ERROR_PAGE and title and ERROR_TITLE.fullmatch(title.split(" | ")[0].split(" – ")[0].split(" - ")[0]):
        return f"an error or login page (“{title}”), not an article"
    if len(text) <= MAX_ERROR_PAGE // 2 and ERROR_TEXT.search(text):
        return "a check for robots or browsers, not an article"
    return None


def is_consent_page(text: str) -> bool:
    """Whether most of a text speaks to its reader about cookies, advertising and consent. A report about them speaks of others."""
    if len(text) > MAX_CONSENT_PAGE:
        return False
    lines = text.split("\n")
    asking = [line for line in lines if CONSENT.search(line) and ADDRESSED.search(line) and not REPORTED.search(line)]
    terms = {found.casefold() for line in asking for found in CONSENT.findall(line)}
    return len(terms) >= MIN_TERMS and sum(map(len, asking)) >= MIN_SHARE * sum(map(len, lines))
