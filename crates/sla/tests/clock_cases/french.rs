//! Three of the sharp cases as their proof is told in French, whole.

use sla::clock::explain::{strip_label, text};

use super::support::{Given, given, hours};

const PAUSE: &str = "\
response : en 8 heures d'ouverture, calendrier office
Response times, 2 : We answer in time.
Tenu par : réponse donnée

En cours : 2 h sur 8 h, reste 6 h.

Ce qui s'est passé (fuseau Europe/Berlin)
  lun. 2026-03-02 16:00  compté à partir d'ici
  lun. 2026-03-02 16:00  en vigueur : response, en 8 heures d'ouverture, calendrier office \
(Response times, 2)
  lun. 2026-03-02 20:00  pause jusqu'au mar. 2026-03-03 11:00, en attente du client : 2 h hors \
compte

Ce qui a compté
  lun. 2026-03-02 16:00 à 17:00  compte pour 1 h
  lun. 2026-03-02 17:00 à 20:00  fermé
  lun. 2026-03-02 20:00 à mar. 2026-03-03 11:00  pause, en attente du client
  mar. 2026-03-03 11:00 à 12:00  compte pour 1 h
  mar. 2026-03-03 12:00 à 17:00  comptera pour 5 h
  mar. 2026-03-03 17:00 à mer. 2026-03-04 09:00  fermé
  mer. 2026-03-04 09:00 à 10:00  comptera pour 1 h

Alerte : aucune
Échéance : mer. 2026-03-04 10:00 +01:00 Europe/Berlin; mer. 2026-03-04 09:00 +00:00 \
Europe/London; 2026-03-04T09:00:00Z
";

const RAISED: &str = "\
response : en 4 heures d'ouverture, calendrier always
Response times, 2 : We answer in time.
Tenu par : réponse donnée

En retard dès le départ : manqué le lun. 2026-03-02 14:00, quand l'engagement a changé, et \
toujours ouvert : 5 h 30 min sur 4 h, dépassé de 1 h 30 min.

Ce qui s'est passé (fuseau Europe/Berlin)
  lun. 2026-03-02 09:00  compté à partir d'ici
  lun. 2026-03-02 09:00  en vigueur : response, en 8 heures d'ouverture, calendrier always \
(Response times, 2)
  lun. 2026-03-02 14:00  en vigueur : response, en 4 heures d'ouverture, calendrier always \
(Response times, 2)

Ce qui a compté
  lun. 2026-03-02 09:00 à 13:00  compte pour 4 h
  lun. 2026-03-02 13:00 à 14:00  compte pour 1 h
  lun. 2026-03-02 14:00 à 14:30  compte pour 30 min

Alerte : lun. 2026-03-02 12:00 +01:00 Europe/Berlin; lun. 2026-03-02 11:00 +00:00 Europe/London; \
2026-03-02T11:00:00Z
Échéance : lun. 2026-03-02 13:00 +01:00 Europe/Berlin; lun. 2026-03-02 12:00 +00:00 \
Europe/London; 2026-03-02T12:00:00Z
";

const HOLIDAY: &str = "\
response : en 4 heures d'ouverture, calendrier monday off
Response times, 2 : We answer in time.
Tenu par : réponse donnée

En cours : 2 h sur 4 h, reste 2 h.

Ce qui s'est passé (fuseau Europe/Berlin)
  ven. 2026-03-06 15:00  compté à partir d'ici
  ven. 2026-03-06 15:00  en vigueur : response, en 4 heures d'ouverture, calendrier monday off \
(Response times, 2)

Ce qui a compté
  ven. 2026-03-06 15:00 à 17:00  compte pour 2 h
  ven. 2026-03-06 17:00 à lun. 2026-03-09 00:00  fermé
  lun. 2026-03-09 00:00 à 12:00  jour férié, Founders' Day
  lun. 2026-03-09 12:00 à mar. 2026-03-10 00:00  jour férié, Founders' Day
  mar. 2026-03-10 00:00 à 09:00  fermé
  mar. 2026-03-10 09:00 à 11:00  comptera pour 2 h

Alerte : aucune
Échéance : mar. 2026-03-10 11:00 +01:00 Europe/Berlin; mar. 2026-03-10 10:00 +00:00 \
Europe/London; 2026-03-10T10:00:00Z
";

fn told(clock: &Given, now: &str) -> String {
    text(&clock.explain(now), "fr")
}

/// 1: a pause that touches closed hours.
#[test]
fn a_pause_overnight() {
    let clock = given("Mon 16:00", hours(8)).held("Mon 20:00", "Tue 11:00");
    assert_eq!(told(&clock, "Tue 12:00"), PAUSE);
}

/// 3: raised to a time that has already run out.
#[test]
fn late_on_arrival() {
    let clock = given("Mon 09:00", hours(8))
        .calendar("always")
        .warn(hours(3));
    let raised = clock.changed("Mon 14:00", hours(4));
    assert_eq!(told(&raised, "Mon 14:30"), RAISED);
}

/// 15: a holiday declared late.
#[test]
fn a_holiday_declared_late() {
    let clock = given("Fri 15:00", hours(4)).calendar("monday off");
    assert_eq!(told(&clock, "Mon+1 12:00"), HOLIDAY);
    let explanation = clock.explain("Mon+1 12:00");
    assert_eq!(
        strip_label(&explanation, "fr"),
        "2 h sur 4 h, échéance le mar. 2026-03-10 10:00"
    );
}
