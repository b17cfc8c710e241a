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
mail-assigned-subject = À vous : [{ $number }] { $subject }
mail-assigned-text = { $number } vous a été confié : { $link }
mail-customer-answered-subject = Réponse : [{ $number }] { $subject }
mail-customer-answered-before = { $writer } a écrit sur { $number } :
mail-customer-answered-text = Le ticket : { $link }
mail-clock-warned-subject = Bientôt à échéance : { $clock } [{ $number }] { $subject }
mail-clock-warned-text = { $clock } de { $number } arrive à échéance { $at }. Le ticket : { $link }
mail-clock-breached-subject = En retard : { $clock } [{ $number }] { $subject }
mail-clock-breached-text = { $clock } de { $number } : délai dépassé le { $at }. Le ticket : { $link }
mail-refused-unregistered-subject = Non accepté : { $refused }
mail-refused-unregistered-text = votre e-mail à l'assistance { $desk } n'a pas été accepté, car cette adresse n'est pas enregistrée chez nous. { $instead }

    Votre e-mail est conservé : rien n'est perdu si votre adresse est enregistrée ou si vous écrivez d'une adresse enregistrée. Le portail : { $link }
mail-refused-not-taken-subject = Utilisez le portail : { $refused }
mail-refused-not-taken-text = L'assistance { $desk } ne traite pas les demandes par e-mail. { $instead }

    Votre e-mail est conservé, mais aucun ticket n'a été ouvert. Connectez-vous au portail : { $link }
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
