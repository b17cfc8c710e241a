# The words of versions of a policy, and of the workshop where they are written.

policy-versions = Versions
policy-version = Version
policy-effective = In force from
policy-state = State
policy-in-force = in force
policy-past = past
policy-since = In force since { $at }.
policy-changes-on = What changes on { $at }
policy-proposed-for = Proposed for { $at }
policy-short-notice = This comes with less notice than promised: { $reason }
policy-correction-of = Corrects the calendars of the version in force since { $at }
policy-correction-why = What was measured in the wrong calendar is measured again: { $reason }
policy-changes-none = Nothing changes for customers.
policy-effect-better = better
policy-effect-worse = worse
policy-effect-mixed = better or worse
policy-approve = Approve and announce
policy-approval-waits = You proposed it: somebody else has to approve it.
policy-withdraw = Withdraw
policy-withdraw-why = Why is it withdrawn?
flash-policy-published = The version is published. Customers are being told.
flash-policy-corrected = The correction is published. What was measured in the wrong calendar is being measured again; customers whose results change are told.
flash-policy-proposed = The version is proposed. Somebody else has to approve it.
flash-policy-withdrawn = The version is withdrawn. Whoever was told of it is told so.
workshop-title = Policy workshop
workshop-text = The policy, as a file
workshop-check = Save and check
workshop-findings = { $count ->
    [0] No findings
    [one] One finding
   *[other] { $count } findings
    }
workshop-line = line { $line }
gravity-error = Error
gravity-warning = Warning
gravity-note = Note
workshop-conflict = Another page of yours saved this draft meanwhile. Below are both texts; saving keeps the upper one.
workshop-other = What was saved meanwhile
workshop-has-errors = The text has errors. Mend them first.
workshop-cases = Golden cases
workshop-cases-none = The text has no golden cases. Each one is a promise you cannot break by mistake.
workshop-case-holds = holds
workshop-case-fails = fails
workshop-changes = What changes
workshop-deadlines = Deadlines of one request
workshop-no-plan = No plan
workshop-compute = Compute
workshop-weeks = Hours in the coming week
workshop-weeks-none = The policy has no opening hours of its own.
workshop-day = Day
workshop-hours = Open
workshop-closed = closed
workshop-publish = Publish
workshop-notice = With the notice that is promised today, a change announced now may take effect from { $at } on.
workshop-reason = Why it comes sooner, or why the calendar was wrong
workshop-reason-explained = For less notice, and for a correction. It stands on record, and customers read it.
workshop-correction = This corrects a wrong calendar of the version in force
workshop-correction-explained = Nothing but calendars may differ, and a reason is needed. The day above then does not matter: it counts from the first day of the version in force. What was measured is measured again, both results stay on the tickets, and customers whose results change are told.
workshop-second-person = This desk asks for a second person: somebody else approves what you propose.
workshop-propose = Propose
workshop-publish-do = Publish and announce
workshop-not-publishable = It can be published once it has no errors and all golden cases hold.
backtest-title = Backtest
backtest-explained = The draft as it is saved is tried on this desk's own past tickets: what would have been met or missed, beside what was recorded then.
backtest-first = Received from
backtest-last = Received until, this day included
backtest-start = Start the backtest
backtest-days-wrong = Give a first and a last day, the first not after the last.
flash-no-backtest-running = Your last backtest still runs, and this one was not started. Wait for it, or cancel it.
flash-no-backtest-full = Other people's backtests keep the server busy. Start yours in a few minutes.
flash-backtest-cancelled = The backtest is cancelled.
backtest-lost = The backtest that you started here is no longer there.
backtest-lost-do = The server was started again meanwhile, or a day has passed. Its days stand above: start it once more.
backtest-forget = Forget it
backtest-date = { $day } { $month } { $year }
backtest-days = Tickets received from { $first } until { $last }.
backtest-draft = Draft
backtest-as-of = as of
backtest-draft-changed = the draft has changed since
backtest-begins = It begins.
backtest-looked-at = { $count } of { $of } tickets looked at
backtest-may-be-left = You may leave this page. It goes on, and what comes of it is kept here for a day.
backtest-look-again = See how far it is
backtest-cancel = Cancel
backtest-failed = The backtest failed, and the reason stands in the server's log. Nothing was changed: start it once more.
backtest-tickets = Tickets tried
backtest-to-missed = Missed with the draft only
backtest-to-kept = Missed then only
backtest-nothing = No ticket of these days has a promise that is counted.
backtest-rows = By target and severity
backtest-customers = By customer
backtest-customers-left = { $count ->
    [one] One more customer is not shown: less is decided differently there.
   *[other] { $count } more customers are not shown: less is decided differently there.
    }
backtest-customer-missed = missed { $then } then, { $now } with the draft
backtest-customer-none = Without a customer
backtest-others = Others
backtest-target = Target
backtest-customer = Customer
backtest-then = Recorded then
backtest-now = With the draft
backtest-verdict-met = met
backtest-verdict-missed = missed
backtest-verdict-running = running
backtest-share = share
backtest-flips = Tickets that come out differently
backtest-flips-none = No ticket comes out differently.
backtest-flips-left = { $count ->
    [one] One more is not listed: those received first are.
   *[other] { $count } more are not listed: those received first are.
    }
backtest-ticket = Ticket
backtest-ticket-open = { $number } as it was
backtest-promise = Promise
backtest-due = due
backtest-done = done
backtest-why = Why?
backtest-why-of = Why { $number } comes out differently
backtest-calculation = How the draft comes to this
backtest-alerts = Alerts that would have fired
backtest-warnings = Warnings
backtest-breaches = Breaches
backtest-problems = { $count ->
    [one] One ticket could not be measured.
   *[other] { $count } tickets could not be measured.
    }
