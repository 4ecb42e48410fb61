"""Is it about security? For the feeds of general sites, before their pages are fetched.

Broad on purpose: a page too many costs a request, an article missed is never known. What an article is about is decided later.

>>> is_topical("Cyberattaque : la mairie de Montrevel privée de messagerie")
True
>>> is_topical("Notre comparatif des meilleurs aspirateurs")
False
>>> is_topical("/actualites/2025/les-donnees-de-12-000-clients-dans-la-nature")
True
"""

import re
import unicodedata

WORDS = """
    cyber\\w* pirat\\w* hack\\w* ransomware\\w* rancon\\w* malware\\w* maliciel\\w* malveillan\\w* virus botnet\\w* ddos phishing hameconn\\w* smishing
    vishing spyware\\w* espiogiciel\\w* infostealer\\w* stealer\\w* trojan\\w* cheval.de.troie backdoor\\w* porte.derobee cve\\w* zero.?day 0.?day
    vulnerabilit\\w* faille\\w* exploit\\w* fuit\\w* leak\\w* breach\\w* intrusion\\w* compromis\\w* exfiltr\\w* derob\\w* vol.de vole\\w* divulgu\\w*
    exposee?s? attaqu\\w* dark.?web dark.?net revendiqu\\w* usurp\\w* arnaqu\\w* escro\\w* fraud\\w* cnil anssi cert rgpd nis.?2 dora rssi
    donnees.(?:personnelles|clients?|de.sante|bancaires|sensibles|volees) base.de.donnees mots?.de.passe identifiants? chiffr\\w* espionn\\w*
    securite\\w* authentifi\\w* double.authentification vie.privee surveill\\w* sabot\\w* extorsion lockbit akira qilin cl0p
    donnees.(?:de|des|d).[\\w.]{1,40} donnees.dans.la.nature en.vente
"""
"""Without accents, a dot for any one character between two words; each a regular expression that matches a whole word."""

_TOPIC = re.compile(rf"\b(?:{'|'.join(WORDS.split())})\b")


def is_topical(words: str) -> bool:
    """Whether a title, a summary or an address says so."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return _TOPIC.search(plain.replace("_", " ")) is not None
