//! The instruments measure: each is shown something good and something bad.

use crate::browser::{Browser, processes_with};
use crate::stage::Stage;

const GOOD: &str = "<main id=main class=main><h1>Due next</h1><p class=soft>38 open</p></main>";

#[tokio::test]
async fn a_page_is_read_measured_and_photographed() {
    let stage = Stage::set(GOOD).await;
    let browser = Browser::start().await;
    browser.open(&stage.address).await;
    assert_eq!(browser.text("h1").await, "Due next");
    browser.axe("the stage").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());

    let paper = "return getComputedStyle(document.body).backgroundColor";
    browser.dark(false).await;
    let light = browser.script(paper).await;
    browser.dark(true).await;
    assert_ne!(browser.script(paper).await, light);
    browser.axe("the stage in the dark").await;

    browser.resize(320, 640).await;
    assert_eq!(browser.script("return innerWidth").await, 320);
    browser.assert_no_sideways_scroll("the stage").await;
    let picture = browser.screenshot("stage-320-dark").await;
    assert!(std::fs::read(picture).unwrap().starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn planted_problems_are_found() {
    let stage = Stage::set(
        "<main><h1>Bad</h1><img src=/missing.png><button></button><p style='color: red'>x</p></main>",
    )
    .await;
    let browser = Browser::start().await;
    browser.open(&stage.address).await;
    let problems = browser.axe_problems().await.join("\n");
    assert!(problems.contains("image-alt (critical)"), "{problems}");
    assert!(problems.contains("button-name"), "{problems}");
    let errors = browser.console_errors().await.join("\n");
    assert!(errors.contains("missing.png"), "{errors}");
    assert!(errors.contains("Content Security Policy"), "{errors}");
}

#[tokio::test]
async fn without_script_none_runs() {
    let stage =
        Stage::set("<main><h1>Plain</h1><noscript><p id=plain>no script</p></noscript></main>")
            .await;
    let browser = Browser::without_script().await;
    browser.open(&stage.address).await;
    assert_eq!(browser.text("#plain").await, "no script");
}

#[tokio::test]
async fn nothing_is_left_running() {
    let browser = Browser::start().await;
    let driver = std::path::PathBuf::from(format!("/proc/{}", browser.process()));
    let profile = browser.profile().to_path_buf();
    assert!(driver.exists());
    assert!(!processes_with(&profile).is_empty());
    drop(browser);
    assert!(!driver.exists());
    for _ in 0..40 {
        if processes_with(&profile).is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("still running: {:?}", processes_with(&profile));
}
