"""Which titles of a general site are worth a request. All are invented."""

import tomllib

import pytest

from crawler.topic import OPENING, WORDS, is_topical

FOR = """
Cyberattaque contre la mairie de Montrevel
Les données personnelles de 12 000 adhérents dans la nature
Rançongiciel : l’hôpital de Rocheclaire à l’arrêt
La CNIL inflige une amende à un annonceur
Veloceane prévient ses clients d’une intrusion
Un employé arrêté pour avoir dérobé des fichiers
Fibrelane : les IBAN de 300 000 abonnés en vente
Un pirate revendique le vol de fichiers de la région Val-de-Brume
Le groupe Qilin s’en prend à un éditeur de logiciels
Vos mots de passe circulent peut-être déjà sur Telegram
Faille critique dans un routeur très répandu
Hameçonnage : de faux SMS au nom d’Ardentia
Un infostealer caché dans une extension de navigateur
Le site internet de la préfecture paralysé par une attaque
DDoS : plusieurs banques belges injoignables
Piratage informatique au lycée Jeanne-Corbel : les notes ont disparu
Après l’attaque informatique, la clinique revient au papier
Une base de données de 4 millions de clients exposée sans protection
Violation de données chez un sous-traitant de la paie
Le RGPD a huit ans : ce que disent les sanctions
Usurpation d’identité : son nom servait à louer des voitures
Zero-day : mettez à jour sans attendre
CVE-2026-11111 : une vulnérabilité exploitée
Deux adolescents soupçonnés d’avoir piraté un espace numérique de travail
Un logiciel espion visait des journalistes
Nis 2 : le Parlement vote enfin le texte
Le prestataire d’un opérateur victime d’un accès non autorisé
Des dossiers de patients publiés sur le dark web
Arnaque : un faux conseiller vide les comptes de ses clients
Credentials leaked on a forum
L’ANSSI appelle à la prudence
Les services en ligne du canton perturbés par un incident informatique
Une université québécoise victime d’un rançongiciel
Fuite d’adresses e-mail chez un fabricant de jouets
Cybersécurité : la Suisse romande se serre les coudes
Espionnage : des messageries de députés visées
Un ex-administrateur système condamné pour sabotage de serveurs
Akira ajoute une PME jurassienne à son tableau de chasse
La carte Vitale de milliers d’assurés exposée par une application
Chiffrement de bout en bout : ce qui change pour les messageries
Le botnet démantelé par sept polices
Une porte dérobée dans une bibliothèque très utilisée
Extorsion : la rançon n’a pas été payée
Un incident touche le système d’information de la métropole
""".strip().splitlines()

AGAINST = """
Notre test du nouvel aspirateur sans fil
Les meilleures offres de forfaits de la semaine
Processeurs : ce que change la gravure en deux nanomètres
Sécurité routière : un nouveau radar sur la départementale
Le déficit de la sécurité sociale se creuse
Attaque au couteau dans un centre commercial
Conseil de sécurité : la résolution est adoptée
Fuite d’eau : la rue des Tanneurs fermée deux jours
Un chauffard prend la fuite après un accident
Le virus de la grippe arrive en avance cette année
Grippe aviaire : le virus détecté dans trois élevages
Fraude fiscale : un couple de restaurateurs jugé
Un vol de vélos résolu par le voisinage
Son chiffre d’affaires progresse de 8 %
Exposition : trois siècles de cartes marines
Les députés trouvent un compromis sur le budget
L’attaque de Rocheville domine le championnat
La surveillance des oiseaux migrateurs reprend
Un sommet sur l’intelligence artificielle à Genève
Ce téléphone pliant est en promotion
Bande-annonce : le film de braquage de l’été
La fibre arrive dans douze communes
Un nouveau directeur pour le musée
Grève : les transports perturbés jeudi
Météo : alerte aux orages dans l’est
Exploitations agricoles : la moisson a commencé
Les pirates du rail, une série à voir
Un sabotage ralentit la ligne à grande vitesse
Hausse des frais bancaires : ce que paient les ménages
Le vol intérieur le plus court du pays supprimé
Ils vivent en sécurité dans leur village
Les tendances du marché automobile, en chiffres
Comparatif : quel casque choisir pour courir ?
Cinq recettes pour finir les restes
Bourse : la séance finit en légère hausse
Le permis de conduire coûtera moins cher
Une start-up lève dix millions pour ses batteries
Un loup aperçu près du lac
La fuite en avant d’un club endetté
Une usine de tuiles menacée de fermeture
Jeux vidéo : la suite tant attendue est repoussée
Violences : les forces de sécurité déployées
Le compromis de vente, mode d’emploi
Un incident technique retarde le carnaval
""".strip().splitlines()


@pytest.mark.parametrize("title", FOR)
def test_a_title_of_our_subject_is_worth_a_request(title):
    assert is_topical(title)


@pytest.mark.parametrize("title", AGAINST)
def test_a_title_of_another_subject_is_not(title):
    assert not is_topical(title)


@pytest.mark.parametrize(
    ("title", "summary", "address", "topical"),
    [
        ("La mairie de Montrevel au papier", "Une <b>cyberattaque</b> a touché ses services.", "/a", True),
        ("La mairie de Montrevel au papier", "Une cyber&#97;ttaque a touch&eacute; ses services.", "/a", True),
        ("La mairie de Montrevel au papier", "", "/2026/fuite-de-donnees-a-montrevel-448.html", True),
        ("Le carnaval de Montrevel", f"{'Trois chars et une fanfare. ' * (OPENING // 20)} Une cyberattaque en 2019.", "/a", False),
    ],
)
def test_summaries_and_addresses_speak_too_but_not_whole_articles(title, summary, address, topical):
    assert is_topical(title, summary, address) is topical


def test_the_words_are_as_they_are_looked_for():
    told = tomllib.loads(WORDS.read_text("utf-8"))

    assert set(told) == {"strong", "weak", "companions", "against"}
    for words in told.values():
        assert len(words) == len(set(words))
        for word in words:
            assert word == " ".join(word.split()), word
            assert not set(word) - set("abcdefghijklmnopqrstuvwxyz0123456789 *"), word
