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
event-ticket-paused = { $who } paused it: { $reason }
event-ticket-resumed = { $answered ->
    [yes] The answer by { $who } ended the pause
   *[no] { $who } resumed it
  }
event-ticket-resolved = { $who } resolved it
event-ticket-closed = { $who } closed it
event-ticket-reopened = { $who } reopened it
event-ticket-rated = { $who } rated it: { $rating }
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
    [yes] { $clock } was measured again in the corrected calendar: due { $due }, and missed. What was recorded before stays beside it
   *[no] { $clock } was measured again in the corrected calendar: due { $due }, and not missed. What was recorded before stays beside it
  }
event-clock-cancelled = { $clock }: the clock ended
event-acknowledged-automatically = Acknowledged automatically, with the number and what is promised
