side-customers = Customers
customers-none = Nobody has bought anything yet.
customers-plan = Plan
customers-disabled = disabled
customer-people = People
customer-nobody = Nobody is registered.
customer-manager = manager
contract-none = There is no contract.
contract-title = Contract: { $name }
contract-holds = What holds when
contract-first = First day
contract-first-explained = A renewal follows the end and needs none.
contract-last = Last day
contract-last-explained = An amendment without one keeps the end.
contract-endless = without an end
contract-says = Says
contract-known = Known since
contract-now = now
contract-recorded = Recorded, one after the other
contract-restated = Tickets that were restated:
contract-change = Change the contract
contract-change-what = What happens
contract-change-amend = It is amended
contract-change-renew = It is renewed
contract-change-suspend = It is suspended
contract-change-end = It ends
contract-signed = Signed on
contract-as-before = As before
contract-overrides = What it promises otherwise than the policy
contract-overrides-explained = Left empty, it stays as it was.
contract-reason = Reason
contract-record = Record
contract-preview = Show which tickets it concerns
contract-touches = { $count ->
    [one] One ticket is restated. The original result stays beside it. Record again to confirm.
   *[other] { $count } tickets are restated. The original results stay beside them. Record again to confirm.
  }
contract-touches-none = No ticket is restated.
contract-touched-plan = Plan: { $before } → { $after }
contract-touched-clock = { $missed ->
    [now] { $clock }: was due { $before }, is due { $after } and now missed
    [no-longer] { $clock }: was due { $before }, is due { $after } and no longer missed
   *[same] { $clock }: was due { $before }, is due { $after }
  }
contract-plan = Plan { $plan }
contract-in-force = In force
contract-suspended = Suspended
contract-ended = Ended
contract-differs = How this customer differs from the policy
contract-promise = Promise
contract-usual = Usually
contract-here = Here
contract-clause = Clause
flash-contract = Recorded. Tickets it concerns are restated one after the other.
contract-lapses = It ends on { $day }, and no renewal is recorded. The customer is told 30 days before.
facts-contract = Contract
facts-contract-look = What was bought
portal-contract-now = What holds now
portal-contract-absent = No contract
portal-contract-none = No contract of your company is recorded for today.
portal-contract-in-force = In force since { $since }, and no end is agreed.
portal-contract-in-force-until = In force from { $since } until { $until }, that day included.
portal-contract-suspended = Suspended since { $since }, until something else is agreed.
portal-contract-suspended-until = Suspended from { $since } until { $until }, that day included.
portal-contract-ended = It ended on { $day }.
portal-contract-lapses = What was agreed ends on { $day }, and no renewal is recorded.
portal-contract-ask = To change that, write to
portal-contract-without = As long as no contract is in force, you are owed what the vendor promises without one.
portal-contract-look = See what is promised for a request now
portal-contract-gives = What it gives
portal-contract-hours = Hours
portal-contract-channels = Channels
portal-contract-channels-all = all that the vendor takes requests by
portal-contract-policy = Everything that is promised
portal-contract-differs = What is agreed with you otherwise than usual
contract-day = { $day } { $month } { $year }
