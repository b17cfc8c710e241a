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
backtest-title = Essai sur le passé
backtest-explained = Le brouillon tel qu'il est enregistré est essayé sur les anciens tickets de ce service : ce qui aurait été tenu ou manqué, en regard de ce qui a été noté à l'époque.
backtest-first = Reçus à partir du
backtest-last = Reçus jusqu'au, ce jour compris
backtest-start = Lancer l'essai
backtest-days-wrong = Indiquez un premier et un dernier jour, le premier n'étant pas après le dernier.
flash-no-backtest-running = Votre dernier essai est encore en cours, et celui-ci n'a pas été lancé. Attendez-le ou annulez-le.
flash-no-backtest-full = Les essais d'autres personnes occupent le serveur. Lancez le vôtre dans quelques minutes.
flash-backtest-cancelled = L'essai est annulé.
backtest-lost = L'essai que vous aviez lancé ici n'existe plus.
backtest-lost-do = Le serveur a été redémarré entre-temps, ou un jour a passé. Ses dates figurent ci-dessus : relancez-le.
backtest-forget = L'oublier
backtest-date = { $day } { $month } { $year }
backtest-days = Tickets reçus du { $first } au { $last }.
backtest-draft = Brouillon
backtest-as-of = état au
backtest-draft-changed = le brouillon a changé depuis
backtest-begins = L'essai commence.
backtest-looked-at = { $count } tickets examinés sur { $of }
backtest-may-be-left = Vous pouvez quitter cette page. L'essai continue, et son résultat est gardé ici pendant un jour.
backtest-look-again = Voir où il en est
backtest-cancel = Annuler
backtest-failed = L'essai a échoué, et la raison figure dans le journal du serveur. Rien n'a été changé : relancez-le.
backtest-tickets = Tickets essayés
backtest-to-missed = Manqués avec le brouillon seulement
backtest-to-kept = Manqués à l'époque seulement
backtest-nothing = Aucun ticket de cette période n'a de promesse qui se compte.
backtest-rows = Par objectif et par gravité
backtest-customers = Par client
backtest-customers-left = { $count ->
    [one] Un autre client n'est pas montré : moins de choses y changent.
   *[other] { $count } autres clients ne sont pas montrés : moins de choses y changent.
    }
backtest-customer-missed = manqués : { $then } à l'époque, { $now } avec le brouillon
backtest-customer-none = Sans client
backtest-others = Autres
backtest-target = Objectif
backtest-customer = Client
backtest-then = Noté à l'époque
backtest-now = Avec le brouillon
backtest-verdict-met = tenu
backtest-verdict-missed = manqué
backtest-verdict-running = en cours
backtest-share = part
backtest-flips = Tickets dont l'issue change
backtest-flips-none = L'issue ne change pour aucun ticket.
backtest-flips-left = { $count ->
    [one] Un autre n'est pas listé : les premiers reçus le sont.
   *[other] { $count } autres ne sont pas listés : les premiers reçus le sont.
    }
backtest-ticket = Ticket
backtest-ticket-open = { $number } tel qu'il était
backtest-promise = Promesse
backtest-due = échéance
backtest-done = fait
backtest-why = Pourquoi ?
backtest-why-of = Pourquoi l'issue de { $number } change
backtest-calculation = Comment le brouillon y arrive
backtest-alerts = Alertes qui auraient été données
backtest-warnings = Avertissements
backtest-breaches = Dépassements
backtest-problems = { $count ->
    [one] Un ticket n'a pas pu être mesuré.
   *[other] { $count } tickets n'ont pas pu être mesurés.
    }
