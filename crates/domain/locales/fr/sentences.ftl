# Une phrase par événement, comme la conversation la raconte.

event-ticket-opened = { $who } a ouvert le ticket par { $channel }
event-message-added = { $who } a écrit
event-act-recorded = { $who } a noté : { $act }, { $at }
event-ticket-assigned = { $own ->
    [yes] { $who } s'en charge
   *[no] { $who } l'a confié à { $agent }
}
event-report-judged = { $complete ->
    [yes] { $who } juge la demande complète depuis { $at }
   *[no] { $who } juge la demande incomplète
  }
event-severity-proposed = { $who } a proposé la gravité { $severity }
event-severity-agreed = { $who } a donné son accord : la gravité passe de { $from } à { $to }
event-severity-declined = { $who } a refusé la gravité { $severity }
event-severity-changed = { $agreed ->
    [yes] { $who } a changé la gravité de { $from } à { $to }, comme convenu
   *[no] { $who } a changé la gravité de { $from } à { $to }
  }
event-priority-changed = { $who } a changé la priorité de { $from } à { $to }
event-workaround-accepted = { $named ->
    [yes] { $who } a accepté la solution de contournement : le reste est moins grave ({ $clause })
   *[no] { $who } a accepté la solution de contournement : le reste est moins grave
  }
event-level-changed = { $who } l'a transmis du niveau { $from } au niveau { $to }
event-policy-changed = Une nouvelle version de la politique s'applique à ce ticket depuis le { $since }
event-contract-applied = { $who } a appliqué le contrat tel qu'on le connaît maintenant
event-ticket-paused = { $who } l'a mis en attente : { $reason }
event-ticket-resumed = { $answered ->
    [yes] La réponse de { $who } a mis fin à l'attente
   *[no] { $who } l'a repris
  }
event-ticket-resolved = { $who } l'a résolu
event-ticket-closed = { $who } l'a clos
event-ticket-reopened = { $who } l'a rouvert
event-ticket-rated = { $who } l'a évalué : { $rating }
event-ticket-merged = { $who } l’a fusionné avec { $ticket }, où il se poursuit
event-ticket-unmerged = { $who } l’a séparé de { $ticket } : il se poursuit à nouveau seul
event-ticket-absorbed = { $who } a fusionné { $ticket } avec ce ticket : la première réception et les engagements les plus stricts des deux s’appliquent
event-ticket-separated = { $who } a séparé { $ticket } de ce ticket : ses propres engagements s’appliquent à nouveau
event-coverage-decided = { $final ->
    [yes] Couverture : { $decision }
   *[no] Couverture, à titre provisoire : { $decision }
  }
event-coverage-disputed = { $who } n'est pas d'accord avec la décision sur la couverture
event-clock-started = { $promised ->
    [yes] { $clock } : promis pour { $due }
   *[no] { $clock } : aucun délai fixe n'est promis
  }
event-clock-moved = { $standing ->
    [paused] { $clock } : le délai est suspendu
    [due] { $clock } : la promesse est désormais { $due }
   *[open] { $clock } : le temps court, sans délai fixe
  }
event-clock-warned = { $clock } arrive bientôt à échéance (alerte depuis { $at })
event-clock-breached = { $clock } : délai dépassé le { $at }
event-clock-met = { $clock } : promesse tenue le { $at }
event-clock-restated = { $clock } : promesse finalement tenue le { $at } ; le dépassement du { $breached } avait été noté avant qu'on le sache
event-clock-corrected = { $missed ->
    [open] { $clock } : calculé désormais avec le calendrier corrigé
    [yes] { $clock } : recalculé avec le calendrier corrigé ; échéance { $due }, dépassée. Ce qui avait été noté reste à côté
   *[no] { $clock } : recalculé avec le calendrier corrigé ; échéance { $due }, sans dépassement. Ce qui avait été noté reste à côté
  }
event-clock-absorbed = { $clock } : la fusion a pris la place de cet engagement
event-clock-separated = { $missed ->
    [yes] { $clock } : cet engagement est né de la fusion et a pris fin avec elle ; le manquement du { $breached } ne compte pas, et reste consigné
   *[no] { $clock } : cet engagement est né de la fusion et a pris fin avec elle
  }
event-clock-repromised = { $standing ->
    [missed] { $clock } : recalculé selon le contrat tel qu'on le connaît maintenant ; échéance { $due }, dépassée. Ce qui avait été noté reste à côté
    [due] { $clock } : recalculé selon le contrat tel qu'on le connaît maintenant ; échéance { $due }, sans dépassement. Ce qui avait été noté reste à côté
   *[open] { $clock } : recalculé selon le contrat tel qu'on le connaît maintenant ; aucun délai ne court. Ce qui avait été noté reste à côté
  }
event-clock-cancelled = { $clock } : le décompte a pris fin
restated = Rectifié : { $change }. « { $reason } » ({ $who }, { $at })
restated-change = { $after } ; auparavant : { $before }
result-missed = délai dépassé le { $at }
result-kept = promesse tenue le { $at }, échéance le { $due }
result-kept-undated = promesse tenue le { $at }
result-due = échéance le { $due }
result-undated = sans échéance
event-acknowledged-automatically = Accusé de réception envoyé automatiquement, avec le numéro et ce qui est promis
