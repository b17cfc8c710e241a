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
