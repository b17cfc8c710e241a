# Les mots des e-mails envoyés.

mail-greeting = Bonjour,
mail-greeting-name = Bonjour { $reader },
mail-answer-by-mail = Vous pouvez aussi simplement répondre à cet e-mail.
mail-goodbye = Assistance { $desk }
promise-by = { $metric } : au plus tard { $at }
promise-aim = { $metric } : nous visons { $at } (notre propre objectif, pas une promesse publiée)
promise-none = { $metric } : sans délai fixe
promise-next-release = { $metric } : avec la prochaine version
mail-acknowledgement-subject = [{ $number }] { $subject }
mail-acknowledgement-text = merci, votre demande est bien arrivée. Son numéro est { $number }. Vous pouvez la suivre ici : { $link }

    Ce que nous promettons :
mail-reply-subject = Re: [{ $number }] { $subject }
mail-reply-text = { $writer }

    Pour répondre : { $link }
mail-resolved-subject = Résolu : [{ $number }] { $subject }
mail-resolved-text = Nous avons résolu { $number }. Si ce n'est pas le cas pour vous, dites-le et la demande sera rouverte ; sinon, vous pouvez la clore et l'évaluer. Les deux ici : { $link }
mail-closed-subject = Clos : [{ $number }] { $subject }
mail-closed-text = { $number } est maintenant clos. Êtes-vous satisfait ? Évaluez-le, Bien ou Mauvais : { $link }
mail-coverage-decided-subject = Ce que couvre votre contrat : [{ $number }] { $subject }
mail-coverage-decided-text = Voici ce que nous avons décidé au sujet de { $number }. Si vous n'êtes pas d'accord, dites-le ici : { $link }
mail-coverage-disputed-subject = Désaccord sur la couverture : [{ $number }] { $subject }
mail-coverage-disputed-before = Le client n'est pas d'accord avec ce qui a été décidé sur la couverture de { $number } :
mail-coverage-disputed-text = Pour répondre : { $link }
mail-assigned-subject = À vous : [{ $number }] { $subject }
mail-assigned-text = { $number } vous a été confié : { $link }
mail-merged-subject = Se poursuit sous { $other } : [{ $number }] { $subject }
mail-merged-text = { $number } concerne le même problème que { $other } : les deux se poursuivent ensemble sous le numéro { $other }. Rien n’est perdu : le temps compte à partir du premier des deux, et tout ce que vous écrivez y parvient. Vous pouvez le suivre ici : { $link }
mail-unmerged-subject = Se poursuit seul : [{ $number }] { $subject }
mail-unmerged-text = { $number } s’avère être un problème distinct et se poursuit à nouveau sous son propre numéro. Ses engagements sont ceux d’avant, et le temps écoulé entre-temps compte. Vous pouvez le suivre ici : { $link }
mail-customer-answered-subject = Réponse : [{ $number }] { $subject }
mail-customer-answered-before = { $writer } a écrit sur { $number } :
mail-customer-answered-text = Le ticket : { $link }
mail-clock-warned-subject = Bientôt à échéance : { $clock } [{ $number }] { $subject }
mail-clock-warned-text = { $clock } de { $number } arrive à échéance { $at }. Le ticket : { $link }
mail-clock-breached-subject = En retard : { $clock } [{ $number }] { $subject }
mail-clock-breached-text = { $clock } de { $number } : délai dépassé le { $at }. Le ticket : { $link }
mail-clocks-restated-subject = Recalculé : [{ $number }] { $subject }
mail-clocks-restated-before = un calendrier qui sert à mesurer nos promesses était faux. Nous l'avons corrigé et avons recalculé { $number } :
mail-clocks-restated-text = Pourquoi : { $reason }

    Les deux résultats figurent sur le ticket : { $link }
mail-severity-proposed-subject = Gravité { $severity } ? [{ $number }] { $subject }
mail-severity-proposed-before = { $writer } propose la gravité { $severity } pour { $number } :
mail-severity-proposed-text = En vigueur : { $now }, jusqu'à la réponse. Acceptez ou refusez ici : { $link }
mail-severity-agreed-subject = Gravité { $severity } convenue : [{ $number }] { $subject }
mail-severity-agreed-before = { $writer } accepte la gravité { $severity } pour { $number }. Les promesses la suivent.
mail-severity-agreed-text = Le ticket : { $link }
mail-severity-declined-subject = Gravité { $severity } refusée : [{ $number }] { $subject }
mail-severity-declined-before = { $writer } refuse la gravité { $severity } pour { $number } :
mail-severity-declined-text = La gravité reste ce qu'elle est. Le ticket : { $link }
mail-workaround-accepted-subject = Contournement accepté : [{ $number }] { $subject }
mail-workaround-accepted-text = Le client peut continuer avec la solution de contournement pour { $number }. Donnez au reste la gravité qui lui convient, si elle n'a pas encore été abaissée : { $link }
mail-refused-unregistered-subject = Non accepté : { $refused }
mail-refused-unregistered-text = votre e-mail à l'assistance { $desk } n'a pas été accepté, car cette adresse n'est pas enregistrée chez nous. { $instead }

    Votre e-mail est conservé : rien n'est perdu si votre adresse est enregistrée ou si vous écrivez d'une adresse enregistrée. Le portail : { $link }
mail-refused-not-taken-subject = Utilisez le portail : { $refused }
mail-refused-not-taken-text = L'assistance { $desk } ne traite pas les demandes par e-mail. { $instead }

    Votre e-mail est conservé, mais aucun ticket n'a été ouvert. Connectez-vous au portail : { $link }
mail-refused-not-covered-subject = Non accepté : { $refused }
mail-refused-not-covered-text = votre e-mail à l'assistance { $desk } n'est pas devenu un ticket. { $instead }

    Votre e-mail est conservé, et notre équipe peut le lire. Le portail : { $link }
mail-policy-changing-subject = Notre politique d'assistance change le { $at }
mail-policy-changing-before = notre politique d'assistance change le { $at }. Voici ce qui change :
mail-policy-changing-text = La politique entière, maintenant et ensuite, se lit ici : { $link }
mail-policy-withdrawn-subject = Notre politique d'assistance ne change pas le { $at }
mail-policy-withdrawn-text = nous avions annoncé un changement de notre politique d'assistance pour le { $at }. Il n'aura pas lieu : ce qui est en vigueur aujourd'hui le reste. La politique : { $link }
mail-contract-lapsing-subject = Votre contrat d'assistance prend fin le { $at }
mail-contract-lapsing-text = votre contrat d'assistance prend fin le { $at }, et aucun renouvellement n'est encore convenu. Jusque-là, tout reste comme promis. Pour le renouveler, parlez-nous en : { $link }
mail-sign-in-subject = Connexion à l'assistance { $desk }
mail-sign-in-text = suivez ce lien et appuyez sur le bouton pour vous connecter. Il sert une seule fois, pendant 30 minutes : { $link }

    Si vous ne l'avez pas demandé, ignorez cet e-mail.
mail-no-subject = (sans objet)
