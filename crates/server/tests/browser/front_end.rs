//! Style sheet and script do what `web/README.md` says.

use thirtyfour::Key;

use crate::browser::Browser;
use crate::stage::Stage;

const LIST: &str = "<main><h1>Due next</h1><ol class='sheet list' data-list id=list data-live=inbox>\
    <li class=row id=r1><span><span class=clock data-state=track><span data-due='2020-01-01T00:00:00Z' data-left='{} left' data-late='{} late'>?</span></span></span>\
    <div><a class=subject href='/empty?1'>First</a></div></li>\
    <li class=row id=r2><span></span><div><a class=subject href='/empty?2'>Second</a></div></li></ol>\
    <a class=button href='/empty?new' data-hotkey=c>New ticket <kbd>C</kbd></a></main>";

const COMPOSER: &str = "<main><h1>Answer</h1><form class='sheet composer' method=post action=/sent>\
    <label>Message <textarea name=body data-draft='marta/INF-1/reply'></textarea></label>\
    <span class=draft data-draft-state></span><button class='button go'>Send</button></form></main>";

async fn show(body: &str) -> (Stage, Browser) {
    let stage = Stage::set(body).await;
    let browser = Browser::start().await;
    browser.open(&stage.address).await;
    (stage, browser)
}

#[tokio::test]
async fn a_countdown_passes_its_deadline_and_the_clock_says_so() {
    let (_stage, browser) = show(LIST).await;
    browser.wait_for_text("[data-due]", " d").await;
    browser.wait_for_text("[data-due]", "late").await;
    let state = "return document.querySelector('.clock').dataset.state";
    assert_eq!(browser.script(state).await, "late");
}

#[tokio::test]
async fn keys_move_through_a_list_open_and_explain_themselves() {
    let (stage, browser) = show(LIST).await;
    let focused = "return document.activeElement.textContent";
    browser.find("[data-due]").await;
    browser.press("j").await;
    assert_eq!(browser.script(focused).await, "First");
    browser.press("j").await;
    assert_eq!(browser.script(focused).await, "Second");
    browser.press("k").await;
    assert_eq!(browser.script(focused).await, "First");
    browser.press("?").await;
    browser.wait_for_text("dialog[open]", "New ticket").await;
    browser.axe("the sheet of keys").await;
    browser.press(Key::Escape + "").await;
    browser.press("c").await;
    browser
        .wait_until_at(&format!("{}/empty?new", stage.address))
        .await;
}

#[tokio::test]
async fn a_draft_outlives_the_page_and_ends_with_its_sending() {
    let (stage, browser) = show(COMPOSER).await;
    browser
        .find("textarea")
        .await
        .send_keys("The proxy at Leeds")
        .await
        .unwrap();
    browser
        .wait_for_text("[data-draft-state]", "Draft kept")
        .await;
    let value = "return document.querySelector('textarea').value";

    // Leaving with unsent text asks. WebDriver answers that question by itself, so the
    // test looks at who asked.
    let asks = browser
        .script(
            "const leaving = new Event('beforeunload', {cancelable: true});\
             window.dispatchEvent(leaving); return leaving.defaultPrevented;",
        )
        .await;
    assert_eq!(asks, true);
    let empty = format!("{}/empty", stage.address);
    browser.open(&empty).await;
    // Back before it has left, the browser itself would restore the field.
    browser.wait_until_at(&empty).await;
    browser.open(&stage.address).await;
    browser
        .wait_for_text("[data-draft-state]", "Your draft is back")
        .await;
    assert_eq!(browser.script(value).await, "The proxy at Leeds");

    browser
        .find("textarea")
        .await
        .send_keys(Key::Control + Key::Enter)
        .await
        .unwrap();
    for _ in 0..100 {
        if browser.script(value).await == "" {
            assert_eq!(
                browser
                    .script("return Object.keys(localStorage).length")
                    .await,
                0
            );
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the draft came back after it was sent");
}

#[tokio::test]
async fn a_change_by_others_appears_and_what_is_written_stays() {
    let body = |said: &str| {
        format!(
            "<main><h1>INF-1</h1><p id=said data-live='ticket/INF-1'>{said}</p>\
             <p id=other data-live='ticket/INF-2'>{said}</p><label>Answer <textarea></textarea></label></main>"
        )
    };
    let (stage, browser) = show(&body("nothing yet")).await;
    browser
        .find("textarea")
        .await
        .send_keys("half a sen")
        .await
        .unwrap();
    for _ in 0..100 {
        if stage.listeners() > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    stage.change(&body("Rhys answered"), "inbox ticket/INF-1");
    browser.wait_for_text("#said", "Rhys answered").await;
    assert_eq!(browser.text("#other").await, "nothing yet");
    let value = "return document.querySelector('textarea').value";
    assert_eq!(browser.script(value).await, "half a sen");

    // A second tab shares the stream instead of opening another.
    browser.driver().new_tab().await.unwrap();
    let tabs = browser.driver().windows().await.unwrap();
    browser
        .driver()
        .switch_to_window(tabs[1].clone())
        .await
        .unwrap();
    browser.open(&stage.address).await;
    browser.find("#said").await;
    stage.change(&body("Marta replied"), "ticket/INF-1");
    browser.wait_for_text("#said", "Marta replied").await;
    assert_eq!(stage.listeners(), 1);
}
