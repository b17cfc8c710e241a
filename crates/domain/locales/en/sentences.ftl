# One sentence per event, as the conversation tells it.

event-ticket-opened = { $who } opened the ticket by { $channel }
event-message-added = { $who } wrote
event-act-recorded = { $who } recorded: { $act }, { $at }
event-ticket-assigned = { $own ->
    [yes] { $who } took it
   *[no] { $who } gave it to { $agent }
}
event-report-judged = { $complete ->
    [yes] { $who } finds the report complete since { $at }
   *[no] { $who } finds that the report lacks something
  }
event-severity-proposed = { $who } proposed severity { $severity }
event-severity-agreed = { $who } agreed: the severity went from { $from } to { $to }
event-severity-declined = { $who } did not agree to severity { $severity }
event-severity-changed = { $agreed ->
    [yes] { $who } changed the severity from { $from } to { $to }, as agreed
   *[no] { $who } changed the severity from { $from } to { $to }
  }
event-priority-changed = { $who } changed the priority from { $from } to { $to }
event-workaround-accepted = { $named ->
    [yes] { $who } accepted the workaround: the rest is less grave ({ $clause })
   *[no] { $who } accepted the workaround: the rest is less grave
  }
event-level-changed = { $who } handed it from level { $from } to level { $to }
event-policy-changed = A new version of the policy applies to this ticket since { $since }
event-contract-applied = { $who } applied the contract as it is known now
event-ticket-paused = { $who } paused it: { $reason }
event-ticket-resumed = { $answered ->
    [yes] The answer by { $who } ended the pause
   *[no] { $who } resumed it
  }
event-ticket-resolved = { $who } resolved it
event-ticket-closed = { $who } closed it
event-ticket-reopened = { $who } reopened it
event-ticket-rated = { $who } rated it: { $rating }
event-ticket-merged = { $who } merged it into { $ticket }, where it goes on
event-ticket-unmerged = { $who } separated it from { $ticket }: it goes on by itself again
event-ticket-absorbed = { $who } merged { $ticket } into this ticket: the earliest receipt and the strictest promises of both apply
event-ticket-separated = { $who } separated { $ticket } from this ticket: its own promises apply again
event-coverage-decided = { $final ->
    [yes] Coverage: { $decision }
   *[no] Coverage, provisionally: { $decision }
  }
event-coverage-disputed = { $who } disagrees with the decision on coverage
event-clock-started = { $promised ->
    [yes] { $clock }: promised by { $due }
   *[no] { $clock }: no fixed time is promised
  }
event-clock-moved = { $standing ->
    [paused] { $clock }: the clock rests
    [due] { $clock }: the promise is now { $due }
   *[open] { $clock }: the clock runs, no fixed time
  }
event-clock-warned = { $clock } will soon be due (warning since { $at })
event-clock-breached = { $clock } was missed at { $at }
event-clock-met = { $clock } was kept at { $at }
event-clock-restated = { $clock } was kept at { $at } after all; the miss of { $breached } was recorded before that was known
event-clock-corrected = { $missed ->
    [open] { $clock } is measured in the corrected calendar
    [yes] { $clock } was measured again in the corrected calendar: due { $due }, and missed. What was recorded before stays beside it
   *[no] { $clock } was measured again in the corrected calendar: due { $due }, and not missed. What was recorded before stays beside it
  }
event-clock-absorbed = { $clock }: the merge took the place of this promise
event-clock-separated = { $missed ->
    [yes] { $clock }: this promise came with the merge and ended with it; the miss of { $breached } does not count, and stays on record
   *[no] { $clock }: this promise came with the merge and ended with it
  }
event-clock-repromised = { $standing ->
    [missed] { $clock } was measured again under the contract as it is known now: due { $due }, and missed. What was recorded before stays beside it
    [due] { $clock } was measured again under the contract as it is known now: due { $due }, and not missed. What was recorded before stays beside it
   *[open] { $clock } was measured again under the contract as it is known now: no time is running. What was recorded before stays beside it
  }
event-clock-cancelled = { $clock }: the clock ended
restated = Restated: { $change }. “{ $reason }” ({ $who }, { $at })
restated-change = { $after }; before: { $before }
result-missed = missed at { $at }
result-kept = kept at { $at }, due { $due }
result-kept-undated = kept at { $at }
result-due = due { $due }
result-undated = without a deadline
event-acknowledged-automatically = Acknowledged automatically, with the number and what is promised
