//! What customers see of a merge: where it goes on, and nothing that was not theirs.

use domain::Command;

use crate::on_both;
use crate::world::World;

on_both!(
    whoever_asked_in_the_duplicate_goes_on_where_it_goes_on,
    who_is_not_of_the_company_sees_neither,
);

async fn whoever_asked_in_the_duplicate_goes_on_where_it_goes_on(world: &World) {
    let company = world.company("appseconnect", "Tamarind Retail", None).await;
    let first = world
        .person("appseconnect", company, "Anika Rao", false)
        .await;
    let second = world
        .person("appseconnect", company, "Dev Rao", false)
        .await;
    let agent = world.agent("appseconnect", "Priya Nair").await;
    let survivor = world
        .report(&first, "Orders do not arrive", "Since today.")
        .await;
    let duplicate = world.report(&second, "No orders", "None at all.").await;
    world
        .note_with_file(&first, &survivor, agent, "PLANTED note", "PLANTED file")
        .await;
    world
        .note_with_file(&second, &duplicate, agent, "PLANTED there", "PLANTED file")
        .await;
    // Before, colleagues know nothing of each other's tickets.
    assert_eq!(world.get(Some(&second), &survivor).await.status, 404);
    let into = world.ticket_of(&first, &survivor).await.id;
    let merge = Command::MergeTicket { into, seen: None };
    world.command(&second, &duplicate, agent, merge).await;

    let own = world.get(Some(&second), &duplicate).await;
    own.has("goes on there");
    own.has("Its promises go on there too");
    assert!(
        own.body.contains(&format!("href=\"{survivor}\"")),
        "{}",
        own.body
    );
    assert!(
        !own.body.contains("/messages\""),
        "nothing is written here any more"
    );
    own.lacks("PLANTED");
    let goes_on = world.get(Some(&second), &survivor).await;
    assert_eq!(goes_on.status, 200);
    goes_on.has("Since today.");
    goes_on.lacks("PLANTED");
    let form = goes_on.field("_form");
    let fields = [("_form", form.as_str()), ("text", "Any news?")];
    let sent = world
        .post(Some(&second), &format!("{survivor}/messages"), &fields)
        .await;
    assert_eq!(sent.status, 303);
    world.get(Some(&first), &survivor).await.has("Any news?");
    // Whoever asked first reads nothing that was written to a colleague.
    assert_eq!(world.get(Some(&first), &duplicate).await.status, 404);
    world
        .get(Some(&first), &survivor)
        .await
        .lacks("None at all.");
    // What was typed on the old page meanwhile is not lost.
    let late = [
        ("_form", "019a0000-0000-7000-8000-000000000009"),
        ("text", "Hello?"),
    ];
    let sent = world
        .post(Some(&second), &format!("{duplicate}/messages"), &late)
        .await;
    assert_eq!(sent.status, 422);
    sent.has("Hello?");

    world
        .command(&second, &duplicate, agent, Command::UnmergeTicket)
        .await;
    assert_eq!(world.get(Some(&second), &survivor).await.status, 404);
    world
        .get(Some(&second), &duplicate)
        .await
        .has("None at all.");
}

async fn who_is_not_of_the_company_sees_neither(world: &World) {
    let company = world.company("appseconnect", "Tamarind Retail", None).await;
    let who = world
        .person("appseconnect", company, "Anika Rao", false)
        .await;
    let colleague = world
        .person("appseconnect", company, "Ben Rao", false)
        .await;
    let rival = world.company("appseconnect", "Rival Retail", None).await;
    let rival = world.person("appseconnect", rival, "Max Rival", true).await;
    let agent = world.agent("appseconnect", "Priya Nair").await;
    let survivor = world
        .report(&who, "Orders do not arrive", "Since today.")
        .await;
    let duplicate = world.report(&who, "No orders", "None at all.").await;
    let into = world.ticket_of(&who, &survivor).await.id;
    let merge = Command::MergeTicket { into, seen: None };
    world.command(&who, &duplicate, agent, merge).await;
    for person in [&colleague, &rival] {
        for path in [&survivor, &duplicate] {
            assert_eq!(world.get(Some(person), path).await.status, 404, "{path}");
        }
    }
}
