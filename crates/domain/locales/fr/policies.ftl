# Les mots des versions d'une politique, et de l'atelier où elles s'écrivent.

policy-versions = Versions
policy-version = Version
policy-effective = En vigueur dès
policy-state = État
policy-in-force = en vigueur
policy-past = passée
policy-since = En vigueur depuis { $at }.
policy-changes-on = Ce qui change le { $at }
policy-proposed-for = Proposé pour { $at }
policy-short-notice = Le préavis est plus court que promis : { $reason }
policy-correction-of = Corrige les calendriers de la version en vigueur depuis le { $at }
policy-correction-why = Ce qui avait été mesuré avec le calendrier faux est recalculé : { $reason }
policy-changes-none = Rien ne change pour les clients.
policy-effect-better = mieux
policy-effect-worse = moins bien
policy-effect-mixed = mieux ou moins bien
policy-approve = Approuver et annoncer
policy-approval-waits = Vous l'avez proposée : quelqu'un d'autre doit l'approuver.
policy-withdraw = Retirer
policy-withdraw-why = Pourquoi est-elle retirée ?
flash-policy-published = La version est publiée. Les clients en sont informés.
flash-policy-corrected = La correction est publiée. Ce qui avait été mesuré avec le calendrier faux est recalculé ; les clients dont les résultats changent en sont informés.
flash-policy-proposed = La version est proposée. Quelqu'un d'autre doit l'approuver.
flash-policy-withdrawn = La version est retirée. Ceux qui l'avaient apprise en sont informés.
workshop-title = Atelier de la politique
workshop-text = La politique, en fichier
workshop-check = Enregistrer et vérifier
workshop-findings = { $count ->
    [0] Aucun constat
    [one] Un constat
   *[other] { $count } constats
    }
workshop-line = ligne { $line }
gravity-error = Erreur
gravity-warning = Avertissement
gravity-note = Remarque
workshop-conflict = Une autre de vos pages a enregistré ce brouillon entre-temps. Voici les deux textes ; enregistrer garde celui du haut.
workshop-other = Ce qui a été enregistré entre-temps
workshop-has-errors = Le texte a des erreurs. Corrigez-les d'abord.
workshop-cases = Cas de référence
workshop-cases-none = Le texte n'a pas de cas de référence. Chacun est une promesse que l'on ne rompt pas par mégarde.
workshop-case-holds = vérifié
workshop-case-fails = non vérifié
workshop-changes = Ce qui change
workshop-deadlines = Échéances d'une demande
workshop-no-plan = Aucune formule
workshop-compute = Calculer
workshop-weeks = Horaires de la semaine à venir
workshop-weeks-none = La politique n'a pas d'horaires propres.
workshop-day = Jour
workshop-hours = Ouvert
workshop-closed = fermé
workshop-publish = Publier
workshop-notice = Avec le préavis promis aujourd'hui, un changement annoncé maintenant peut entrer en vigueur dès { $at }.
workshop-reason = Pourquoi plus tôt, ou pourquoi le calendrier était faux
workshop-reason-explained = Pour un préavis plus court, et pour une correction. C'est consigné, et les clients le lisent.
workshop-correction = Ceci corrige un calendrier faux de la version en vigueur
workshop-correction-explained = Seuls les calendriers peuvent différer, et une raison est nécessaire. Le jour ci-dessus ne compte alors pas : la correction vaut dès le premier jour de la version en vigueur. Ce qui a été mesuré est recalculé, les deux résultats restent sur les tickets, et les clients dont les résultats changent en sont informés.
workshop-second-person = Ce service exige une seconde personne : quelqu'un d'autre approuve ce que vous proposez.
workshop-propose = Proposer
workshop-publish-do = Publier et annoncer
workshop-not-publishable = Elle pourra être publiée sans erreurs et avec tous les cas de référence vérifiés.
