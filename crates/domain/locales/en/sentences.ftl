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
event-severity-changed = { $who } changed the severity from { $from } to { $to }
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
event-clock-repromised = { $standing ->
    [missed] { $clock } was measured again under the contract as it is known now: due { $due }, and missed. What was recorded before stays beside it
    [due] { $clock } was measured again under the contract as it is known now: due { $due }, and not missed. What was recorded before stays beside it
   *[open] { $clock } was measured again under the contract as it is known now: no time is running. What was recorded before stays beside it
  }
event-clock-cancelled = { $clock }: the clock ended
event-acknowledged-automatically = Acknowledged automatically, with the number and what is promised
