"""The lines that are never an article's own, by their words: see-also, consent, subscription, share, signature, whatever the site."""

import re

LINE_JUNK = re.compile(
    r"""(?ix) ^[\W_]*(?:
    (?:à|a)\s+(?:lire|voir|écouter|relire|revoir|découvrir|consulter)(?:\s+(?:aussi|également|encore|sur|dans|ensuite)\b|\s*[:|»>►▶→-]|\s+[«"“A-ZÉÀ])
    | (?:lire|voir|relire|revoir|écouter|réécouter|regarder|découvrir|découvrez|lisez|retrouvez|consultez)\s+(?:nos\s+offres|aussi|également|encore|notre|nos
        |la\ suite|l['’]article|l['’]intégralité|tous?\s+nos|toutes?\s+nos)\b
    | (?:lire|voir|écouter|vidéo|video|podcast|podcasts|photos?|diaporama|infographie|pour\ aller\ plus\ loin|en\ savoir\ plus|à\ ne\ pas\ manquer
        |à\ (?:re)?découvrir|sur\ le\ même\ (?:sujet|thème)|notre\ dossier|notre\ sélection)\s*(?:[:|►▶→]|\s[–—-]\s)
    | (?:en\ savoir\ plus|read\ more|also\ read|lire\ la\ suite|lire\ plus|voir\ plus|afficher\ plus|voir\ la\ vidéo|voir\ les\ commentaires?|voir\ tous?
        |charger\ plus|suivant|précédent)\b.{0,60}$
    | (?:publicité|annonce|sponsorisé)\s*: | (?:contenu|article)\s+(?:premium|offert|abonnés?)\b.{0,80}$
    | (?:le\ respect\ de\ )?votre\ vie\ privée\b.{0,40}$ | vos\ données,\ votre\ choix | gérer\ mes\ (?:choix|cookies|préférences) | (?:tout\ accepter|tout\ refuser)\b.{0,30}$
        | continuer\ sans\ accepter
    | (?:publicité|pub|advertisement|annonce|annonces|sponsorisé|partenariat|contenu\ sponsorisé|publi-?rédactionnel|publicite)[\W_]*$
    | (?:la\ suite|l['’]article|votre\ article)\s+(?:de\ (?:votre|l['’])\s*\w+\s+)?(?:après|continue)\b.{0,50}(?:publicité|annonce|pub)
    | (?:article|contenu|cet\ article|ce\ contenu|lecture\ audio|vidéo|la\ suite)\b.{0,20}\b(?:est\ )?(?:strictement\ )?(?:réservée?
        |exclusivement\ réservée?)s?\b.{0,40}(?:abonnés?|membres|inscrits|adhérents)
    | (?:déjà|deja)\s+(?:un\s+)?(?:abonnée?|inscrite?|membre|client|un\ compte)
    | vous\ (?:êtes|avez)\ déjà\ (?:abonnée?|inscrite?|un\ compte)
    | (?:abonnez|inscrivez|connectez|identifiez|enregistrez|créez)[-\s](?:vous|un\ compte|votre\ compte|toi)\b
    | (?:s['’]abonner|je\ m['’]abonne|m['’]abonner|s['’]inscrire|je\ m['’]inscris|se\ connecter|s['’]identifier|je\ me\ connecte|j['’]accepte|je\ souhaite\ recevoir
        |je\ découvre)\b
    | pour\ (?:lire|accéder|consulter|découvrir|poursuivre|profiter|réagir|commenter|recevoir)\b.{0,60}\b(?:suite|intégral\w*|abonn\w*|illimité|lecture|connect\w*
        |compte|newsletter)
    | il\ (?:vous\ )?reste\ (?:[\d.,]+\s?%|encore)\b.{0,30}(?:à\ (?:lire|découvrir))
    | (?:recevez|recevoir)\b.{0,80}\b(?:newsletter|e-?mail|mail|boîte|actualité|infos?|lettre|alertes?|essentiel|informations?\ de|information\ analysée)
    | (?:la|notre|nos|les)?\s*newsletters?\b[^.]{0,60}$
    | (?:chaque|tous\ les|toutes\ les)\s+(?:jours?|semaines?|matins?|soirs?|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?)\b.{0,50}\b(?:recevez
        |retrouvez|découvrez|newsletter)
    | (?:votre|vos)\ (?:adresse|e-?mail|données|inscription|commentaire|réaction)\b.{0,200}(?:newsletter|utilisée?s?|valide|publié|obligatoire|désinscri|traité
        |confirmé|messagerie|compte|modér|prise?\ en\ compte)
    | (?:en\ vous\ inscrivant|en\ renseignant|en\ cliquant|en\ poursuivant|en\ remplissant|ce\ (?:site|contenu)\ (?:utilise|est\ bloqué|n['’]est\ pas\ (?:visible
        |disponible))|nous\ utilisons\ des\ cookies|vous\ pouvez\ (?:à\ tout\ moment\ )?vous\ (?:désinscrire|désabonner))
    | vous\ (?:avez\ (?:choisi\ de\ )?refusé|utilisez\ un\ bloqueur|devez\ (?:être\ (?:connecté|abonné|membre)|activer|indiquer))
    | (?:suivez|rejoignez|retrouvez|likez|abonnez|contactez|suis|rejoins|retrouve|contacte)[-\s](?:nous|moi)\b
    | (?:abonne|inscris|connecte)[-\s]toi\b | devenez\ (?:fan|membre|abonnée?|adhérente?)\b | (?:nouveau|nouveauté)\s*:\s*découvrez\b
    | (?:suivez|retrouvez|téléchargez|soyez\ alerté)\b.{0,80}\b(?:application|appli|google\ (?:news|actualités|discover)|whatsapp|facebook|twitter|telegram|linkedin
        |instagram|youtube|réseaux\ sociaux|en\ temps\ réel)
    | (?:partager|partagez|imprimer|envoyer|tweeter|tweet|copier\ le\ lien|partage|sauvegarder|enregistrer|ajouter\ à|commenter|réagir|signaler|facebook|twitter
        |whatsapp|linkedin|pinterest|email|e-mail|print)(?:\s+(?:cet|l['’])\s*article|\s+(?:sur|par|avec|à|via|aux)\b.{0,40}|\s*\d*)?[\s.!:]*$
    | (?:temps|durée|minutes?)\s+de\s+lecture\b.{0,30}$ | (?:lecture|temps)\s*:?\s*\d+\s*min\w*\.?$ | \d+\s*min(?:ute)?s?\s*(?:de\s*lecture|read)?$
    | (?:l['’]article|cet\ article|the\ post)\b.{0,240}\b(?:est\ apparu\ en\ premier|appeared\ first|est\ paru\ en\ premier)\b
    | (?:retrouve[zr]?|réécoutez|revoyez)\b.{0,90}\b(?:en\ replay|en\ podcasts?)\b.{0,40}$
    | vous\ lirez\ cet\ article | suivez\ toute\ l['’]actualité\b | en\ tant\ qu['’]abonnée?,\ offrez | offrez\ cet\ article
    | (?:\d+\ commentaires?,\ )?soyez\ le\ premier\ à\ (?:réagir|commenter) | (?:regardez|écoutez)\ ce(?:tte)?\ (?:contenu|vidéo|podcast|émission)\b.{0,80}\bconnectez-vous
    | [\w\s]{0,30}\bacceptez\ les\ cookies\ pour\b | sommaire\ de\ (?:cet(?:te)?|l['’])\s?(?:article|actualité|dossier) | merci\ de\ (?:nous\ )?lire\b.{0,80}\babonn
    | (?:ce\ texte|cet\ article)\ est\ lu\ par\b | (?:cet\ article|ce\ contenu)\ est\ en\ accès\ libre\ grâce\b | sans\ publicité\ \?
    | réservé\ aux\ abonnés\b | lecteur\ (?:vidéo|audio)\ désactivé
    | listen\ to\ this\b.{0,60}$ | écoute[rz]\s+(?:cet|l['’])\s*article | (?:la\ version\ audio|cet\ article\ a\ été\ (?:lu|généré)|audio\ généré)
    | (?:©|copyright\b|\(c\)\s|tous\ droits\ réservés|crédits?\s*(?:photos?|images?|visuels?)?\s*:|photos?\s*(?:©|:|d['’]illustration)|image\s*(?:©|:
        |d['’]illustration)|source\s+(?:de\s+l['’])?(?:image|photo)|illustration\s*:|visuel\s*:|légende\s*:|getty\ images|shutterstock|adobe\ stock|istock|unsplash
        |pexels|pixabay)
    | (?:\d+|aucun|un)\s+(?:commentaires?|réactions?|partages?|vues?|likes?|comments?)\W*$
    | (?:commentaires?|réactions?|réagissez|votre\ réaction)\s*(?:\(\d+\)|\d+)?\W*$
    | (?:tags?|mots[- ]clés?|étiquettes?|thèmes?|thématiques?|rubriques?|catégories?|classé\ (?:dans|sous)|filed\ under|topics?)\s*:
    | (?:vous\ avez\ (?:aimé|apprécié|trouvé\ une|repéré|une\ info)|une\ (?:erreur|faute)\ dans\ l['’]article|signaler\ une\ erreur|cet\ article\ vous\ a
        |soutenez[- ]nous|faites\ un\ don|faire\ un\ don)
    | (?:si\ la\ fonctionnalité\ est\ activée|vous\ lisez\ actuellement|contenu\ (?:conçu\ et\ )?proposé\ par|certains\ liens\ (?:de\ cet\ article\ )?sont\ affiliés
        |ce\ contenu\ est\ bloqué|une\ question\ \?)
    | (?:retour|haut\ de\ page|accueil|menu|fermer|close|ok|oui|non|valider|envoyer|rechercher|top)\W*$
    | this\ (?:post|article|entry)\ (?:was|is)\b | (?:posted|published)\ (?:by|in|on)\b.{0,80}$ | (?:share\ (?:this|on)|follow\ us|subscribe|sign\ up
        |related\ (?:posts?|articles?)|leave\ a\ (?:reply|comment))\b.{0,80}$
    | (?:si\ )?vous\ souhaitez\ (?:recevoir|réagir|commenter|critiquer|être\ (?:alerté|informé)|soutenir|en\ savoir\ plus)\b | vous\ ne\ pouvez\ plus\ (?:réagir|commenter)
    | prenez\ note\ que\ cet\ article | les\ (?:opinions|avis|propos)\ exprimée?s\ (?:dans|sur|ici)\b
    | (?:pour\ )?(?:contacter|écrire\ à)\ (?:la\ rédaction|l['’]aut(?:eur|rice))\b | nous\ contacter\b
    | veuillez\ (?:noter\ que|activer|patienter|vous\ connecter|saisir) .{0,200}$
    )"""
)
"""A line that is no part of the story, by its first words."""

CONSENT = re.compile(
    r"""(?ix) \bnos\ (?:\d[\d\s]*\ )?partenaires\b.{0,200}\b(?:cookies?|traceurs|appareil|terminal|donn[ée]es\ personnelles)\b
    | \b(?:nous|notre\ site|ce\ site|ce\ portail)\b.{0,60}\b(?:utilis|dépos|stock|recour)\w+\b.{0,80}\b(?:cookies|traceurs)\b
    | \b(?:stocker|conserver)\b.{0,40}\b(?:accéder|accès)\b.{0,80}\b(?:appareil|terminal)\b
    | \b(?:retirer|modifier|changer)\ (?:votre|vos)\ (?:consentement|accord|choix|préférences)\b
    | \bvotre\ (?:consentement|accord)\b.{0,160}\b(?:cookies|traceurs|partenaires)\b"""
)
"""What a consent box says to its reader, wherever in the sentence it says it."""

WALL = re.compile(
    r"(?i)^[\W_]*(?:il (?:vous )?reste [\d.,]+\s?%|(?:cet |l['’])?(?:article|contenu)\b.{0,20}\b(?:exclusivement |strictement )?réservée?s?\b.{0,30}(?:abonnés"
    r"|membres|inscrits|adhérents)"
    r"|ce contenu est (?:exclusivement |strictement )?réservé|la suite (?:de (?:cet |l['’])article )?est réservée|pour (?:lire|découvrir"
    r"|consulter) (?:la suite|l['’]intégralité|(?:cet |l['’])article)|(?:continuez|poursuivez) (?:à lire|votre lecture|la lecture)"
    r"|vous avez lu \d+\s?%|pour accéder (?:en illimité|à (?:la suite|l['’]intégralité))|débloquez (?:cet|l['’])\s?article|lisez la suite)"
)
"""The line where a wall begins: nothing after it is the article's."""

LINE_ENDS = re.compile(
    r"""(?ix) (?:\bdans\ (?:votre|ta)\ boîte\ (?:mail|e-?mail|de\ réception|aux\ lettres) | \bréservée?s?\ aux\ abonnés\b[^.]{0,40}
    | \bla\ déduction\ fiscale\ de\ (?:mon|votre)\ (?:soutien|don)\.? | \blu\ par\ une\ voix\b[^.]{0,40} | \b(?:à|dès)\ \d+\ €(?:\ par\ mois)?)\s*$"""
)
"""A short line that is no part of the story, by its last words: it asks for something, and ends in no full stop."""

BOX_HEADS = re.compile(
    r"""(?ix) ^[\W_]*(?:
    (?:à|a)\s+(?:lire|voir|découvrir|ne\ pas\ (?:manquer|rater)|consulter|écouter|savoir\ aussi)(?:\s+(?:aussi|également|ensuite|encore|sur\b.{0,30}
        |dans\b.{0,30}))? | lire\s+(?:aussi|également|la\ suite) | voir\s+(?:aussi|également|plus) | lisez\s+aussi
    | (?:sur|dans|autour\s+de)\s+(?:le|la|ce)\s+m[êe]mes?\s+(?:sujet|thème|rubrique|thématique|dossier|auteur|série) | du\s+même\s+auteur
        | de\s+la\s+même\s+autrice | sur\s+(?:ce|le)\s+(?:sujet|thème)
    | (?:nos\s+)?(?:articles?|contenus?|actualités?|actus?|sujets?|posts?|lectures?|dossiers?|ressources|vidéos?|billets?|publications?)\s+(?:liée?s?|similaires?
        |connexes?|associée?s?|recommandée?s?|suggérée?s?|relatifs?|récente?s?|précédente?s?|suivante?s?|complémentaires?|les\s+plus\s+\w+|en\s+lien\b.{0,30}
        |populaires?|à\s+lire.{0,20})
    | (?:les|nos)?\s*(?:\w+\s+)?(?:dernier|dernière)s?\s+(?:articles?|actualités?|actus?|infos?|news|publications?|vidéos?|galeries?.{0,10}|dossiers?|numéros?|podcasts?)
    | (?:vous\s+(?:aimerez|pourriez|allez|devriez)|cela\s+(?:peut|pourrait)|ces?\s+articles?)\b.{0,40}(?:aussi|aimer|également|intéresser|intéresseront|plaire)
    | (?:les\s+)?(?:plus|mieux)\s+(?:lus|lues|vus|partagés|commentés|populaires|consultés)
    | (?:et\s+)?aussi | nos\s+(?:vidéos|podcasts|newsletters|offres|dossiers|articles|émissions|conseils|recommandations|enquêtes|événements)(?:\s.{0,30})?
        | pour\s+ne\s+rien\s+(?:rater|manquer|perdre)\b.{0,60} | plus\s+(?:d['’](?:articles|actualités|infos?)|sur\s+le\s+sujet|de\s+\w+) | en\s+ce\s+moment
        | recommandés?(?:\s+pour\s+vous)? | notre\s+sélection | dossiers?\s+(?:lié|complémentaire)s? | pour\s+aller\s+plus\s+loin | en\s+lien | à\s+la\s+une
        | en\s+continu
    | related(?:\s+(?:posts?|articles?|stories|content))? | you\s+may\s+also\s+like | read\s+(?:also|more|next)
    )[\W_\d]*$"""
)
"""The heading of a box of links inside the flow."""

END_HEADS = re.compile(
    r"""(?ix) ^[\W_]*(?:
    (?:à\s+propos|au\s+sujet|qui\s+est)\s+(?:de\s+)?(?:l['’]aut(?:eur|rice)|des\s+auteurs|de\s+l['’]auteur.e)\b.{0,40} | about\s+the\s+author.{0,20}
        | l['’]aut(?:eur|rice) | auteurs?\s*:?
    | (?:\d+\s+|les\s+|vos\s+)?(?:commentaires?|réactions?|avis|contributions?|comments?|responses?)(?:\s+(?:sur|à|pour|des?)\b.{0,120})?(?:\s*\(\d+\))?
        | (?:laisser|laissez|poster|ajouter|écrire|publier)\s+(?:un|votre)\s+(?:commentaire|réponse|avis|message).{0,20} | (?:répondre|répondre\s+à\s.{0,40}
        |un\s+message,\s+un\s+commentaire.{0,5}|réagissez.{0,30}|leave\s+a\s+(?:reply|comment)) | forum
    | (?:articles?|contenus?)\s+(?:liés?|similaires?|connexes?|associés?|recommandés?|suggérés?) | (?:dans|sur)\s+(?:la\s+)?même\s+rubrique
    | (?:newsletter|inscription\s+à\s+la\s+newsletter|abonnement|mots[- ]clés|navigation\s+(?:de\s+l['’]article|des\s+articles)|partager(?:\s+(?:cet\s+article|:
        |l['’]article))?|partagez\s+cet\s+article)
    )[\W_\d]*$"""
)
"""A heading after which the article is over."""

BYLINE = re.compile(
    r"""(?ix) ^[\W_]*(?:
    (?:publié|posté|mis\ en\ ligne|rédigé|écrit|créé|modifié|mise?\ à\ jour|actualisé|dernière\ (?:mise\ à\ jour|modification)|article\ (?:publié|mis\ à\ jour
        |rédigé|modifié)|paru|date|le\ (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?\s*\d)e?s?\b
    | (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\ \d{1,2}(?:er)?\ \w+\ \d{4} | \d{1,2}(?:er)?\ \w+\.?\ \d{4} | \d{1,2}[/.]\d{1,2}[/.]\d{2,4}
        | il\ y\ a\ \d+ | par\b
    )"""
)
"""How a short line at the head of an article begins that tells when and by whom."""

BYLINE_WORDS = re.compile(
    r"""(?ix) \b(?:publié|posté|mis|mise|en|ligne|rédigé|écrit|créé|modifié|à|jour|actualisé|dernière|modification|article|paru|date|le|de|du|l['’]|la|et|par|min
        |minutes?|lecture|temps|il|y|a|heures?|jours?|imprimer|partager|commenter
    |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janv(?:ier)?|févr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|août|sept(?:embre)?|oct(?:obre)?
        |nov(?:embre)?|déc(?:embre)?|\d+\w*|commentaires?|réactions?|h)e?s?\b|[\W_]+"""
)
"""All that such a line says, names apart."""
