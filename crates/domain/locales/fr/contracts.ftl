side-customers = Clients
customers-none = Personne n'a encore rien acheté.
customers-plan = Formule
customers-disabled = désactivé
customer-people = Personnes
customer-nobody = Personne n'est inscrit.
customer-manager = responsable
contract-none = Il n'y a pas de contrat.
contract-title = Contrat : { $name }
contract-holds = Ce qui vaut, et quand
contract-first = Premier jour
contract-first-explained = Un renouvellement suit l'échéance et n'en demande pas.
contract-last = Dernier jour
contract-last-explained = Sans dernier jour, un avenant garde l'échéance.
contract-endless = sans échéance
contract-says = Contenu
contract-known = Connu depuis
contract-now = maintenant
contract-recorded = Consigné, l'un après l'autre
contract-restated = Tickets recalculés :
contract-change = Modifier le contrat
contract-change-what = Ce qui arrive
contract-change-amend = Un avenant
contract-change-renew = Un renouvellement
contract-change-suspend = Une suspension
contract-change-end = La fin
contract-signed = Signé le
contract-as-before = Comme avant
contract-overrides = Ce qu'il promet autrement que la politique
contract-overrides-explained = Laissé vide, cela reste comme avant.
contract-reason = Raison
contract-record = Consigner
contract-preview = Montrer les tickets concernés
contract-touches = { $count ->
    [one] Un ticket est recalculé. Le résultat d'origine reste à côté. Consignez encore une fois pour confirmer.
   *[other] { $count } tickets sont recalculés. Les résultats d'origine restent à côté. Consignez encore une fois pour confirmer.
  }
contract-touches-none = Aucun ticket n'est recalculé.
contract-touched-plan = Formule : { $before } → { $after }
contract-touched-clock = { $missed ->
    [now] { $clock } : échéance { $before }, désormais { $after }, maintenant dépassée
    [no-longer] { $clock } : échéance { $before }, désormais { $after }, qui n'est plus dépassée
   *[same] { $clock } : échéance { $before }, désormais { $after }
  }
contract-plan = Formule { $plan }
contract-in-force = En vigueur
contract-suspended = Suspendu
contract-ended = Terminé
contract-differs = En quoi ce client s'écarte de la politique
contract-promise = Promesse
contract-usual = D'habitude
contract-here = Ici
contract-clause = Clause
flash-contract = C'est consigné. Les tickets concernés sont recalculés l'un après l'autre.
contract-lapses = Il prend fin le { $day }, et aucun renouvellement n'est consigné. Le client en est informé 30 jours avant.
facts-contract = Contrat
facts-contract-look = Ce qui a été acheté
portal-contract-now = Ce qui vaut maintenant
portal-contract-absent = Aucun contrat
portal-contract-none = Aucun contrat de votre entreprise n'est consigné pour aujourd'hui.
portal-contract-in-force = En vigueur depuis le { $since }, sans échéance convenue.
portal-contract-in-force-until = En vigueur du { $since } au { $until } inclus.
portal-contract-suspended = Suspendu depuis le { $since }, jusqu'à nouvel accord.
portal-contract-suspended-until = Suspendu du { $since } au { $until } inclus.
portal-contract-ended = Il a pris fin le { $day }.
portal-contract-lapses = Ce qui est convenu prend fin le { $day }, et aucun renouvellement n'est consigné.
portal-contract-ask = Pour y remédier, écrivez à
portal-contract-without = Tant qu'aucun contrat n'est en vigueur, vous avez droit à ce qui est promis sans contrat.
portal-contract-look = Voir ce qui est promis pour une demande maintenant
portal-contract-gives = Ce qu'il donne
portal-contract-hours = Horaires
portal-contract-channels = Canaux
portal-contract-channels-all = tous ceux par lesquels les demandes sont prises
portal-contract-policy = Tout ce qui est promis
portal-contract-differs = Ce qui est convenu avec vous autrement que d'habitude
contract-day = { $day } { $month } { $year }
