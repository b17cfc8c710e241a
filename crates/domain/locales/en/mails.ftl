# The words of outgoing mails.

mail-greeting = Hello,
mail-greeting-name = Hello { $reader },
mail-answer-by-mail = You can also simply answer this mail.
mail-goodbye = { $desk } support
promise-by = { $metric }: by { $at }
promise-aim = { $metric }: we aim at { $at } (our own aim, not a published promise)
promise-none = { $metric }: no fixed time
promise-next-release = { $metric }: with the next release
mail-acknowledgement-subject = [{ $number }] { $subject }
mail-acknowledgement-text = thank you, your request has arrived. Its number is { $number }. You can follow it here: { $link }

    What we promise:
mail-reply-subject = Re: [{ $number }] { $subject }
mail-reply-text = { $writer }

    To answer: { $link }
mail-resolved-subject = Resolved: [{ $number }] { $subject }
mail-resolved-text = We have resolved { $number }. If it is not solved for you, say so and it is reopened. If it is, you can close and rate it. Both here: { $link }
mail-closed-subject = Closed: [{ $number }] { $subject }
mail-closed-text = { $number } is now closed. How did we do? Please rate it Good or Bad: { $link }
mail-coverage-decided-subject = What your contract covers: [{ $number }] { $subject }
mail-coverage-decided-text = This is what we decided about { $number }. If you do not agree, say so here: { $link }
mail-coverage-disputed-subject = Disagreement about coverage: [{ $number }] { $subject }
mail-coverage-disputed-before = The customer does not agree with what was decided about the coverage of { $number }:
mail-coverage-disputed-text = Answer it here: { $link }
mail-assigned-subject = Yours now: [{ $number }] { $subject }
mail-assigned-text = { $number } was given to you: { $link }
mail-merged-subject = Goes on as { $other }: [{ $number }] { $subject }
mail-merged-text = { $number } is about the same problem as { $other }, so both go on together under the number { $other }. Nothing is lost: the time counts from the earlier of the two, and whatever you write arrives there. You can follow it here: { $link }
mail-unmerged-subject = Goes on by itself: [{ $number }] { $subject }
mail-unmerged-text = { $number } turned out to be a problem of its own, and goes on under its own number again. Its promises are what they were, and the time in between counts. You can follow it here: { $link }
mail-customer-answered-subject = Answer: [{ $number }] { $subject }
mail-customer-answered-before = { $writer } wrote on { $number }:
mail-customer-answered-text = The ticket: { $link }
mail-clock-warned-subject = Due soon: { $clock } [{ $number }] { $subject }
mail-clock-warned-text = { $clock } of { $number } is due { $at }. The ticket: { $link }
mail-clock-breached-subject = Late: { $clock } [{ $number }] { $subject }
mail-clock-breached-text = { $clock } of { $number } was missed at { $at }. The ticket: { $link }
mail-clocks-restated-subject = Measured again: [{ $number }] { $subject }
mail-clocks-restated-before = a calendar by which we measure our promises was wrong. We have corrected it and measured { $number } again:
mail-clocks-restated-text = Why: { $reason }

    Both results stand on the ticket: { $link }
mail-severity-proposed-subject = Severity { $severity }? [{ $number }] { $subject }
mail-severity-proposed-before = { $writer } proposes severity { $severity } for { $number }:
mail-severity-proposed-text = In force is { $now }, and it stays so until this is answered. Agree or decline here: { $link }
mail-severity-agreed-subject = Severity { $severity } agreed: [{ $number }] { $subject }
mail-severity-agreed-before = { $writer } agreed to severity { $severity } for { $number }. The promises follow it.
mail-severity-agreed-text = The ticket: { $link }
mail-severity-declined-subject = Severity { $severity } declined: [{ $number }] { $subject }
mail-severity-declined-before = { $writer } did not agree to severity { $severity } for { $number }:
mail-severity-declined-text = The severity stays as it is. The ticket: { $link }
mail-workaround-accepted-subject = Workaround accepted: [{ $number }] { $subject }
mail-workaround-accepted-text = The customer can go on with the workaround on { $number }. Give the rest the severity that fits it, if it has not been lowered yet: { $link }
mail-refused-unregistered-subject = Not accepted: { $refused }
mail-refused-unregistered-text = your mail to { $desk } support was not accepted, because this address is not registered with us. { $instead }

    Your mail is kept: nothing is lost if your address is registered, or you write from a registered one. The portal: { $link }
mail-refused-not-taken-subject = Please use the portal: { $refused }
mail-refused-not-taken-text = { $desk } support does not take requests by mail. { $instead }

    Your mail is kept, but no ticket was opened. Please sign in to the portal: { $link }
mail-refused-not-covered-subject = Not accepted: { $refused }
mail-refused-not-covered-text = your mail to { $desk } support did not become a ticket. { $instead }

    Your mail is kept, and our staff can read it. The portal: { $link }
mail-policy-changing-subject = Our support policy changes on { $at }
mail-policy-changing-before = our support policy changes on { $at }. This is what changes:
mail-policy-changing-text = The whole policy, now and then, stands here: { $link }
mail-policy-withdrawn-subject = Our support policy does not change on { $at }
mail-policy-withdrawn-text = we had announced a change of our support policy for { $at }. It does not come: what is in force today stays in force. The policy: { $link }
mail-contract-lapsing-subject = Your support contract ends on { $at }
mail-contract-lapsing-text = your support contract ends on { $at }, and no renewal is agreed yet. Until then everything stays as promised. To renew it, talk to us: { $link }
mail-sign-in-subject = Sign in to { $desk } support
mail-sign-in-text = follow this link and press the button to sign in. It works once, for 30 minutes: { $link }

    If you did not ask for it, ignore this mail.
mail-no-subject = (no subject)
