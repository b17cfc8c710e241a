//! What people do in a browser, in their words.

use serde_json::Value;

use super::browser::Browser;
use super::desk::Desk;

/// Everybody's password in a demo.
pub const PASSWORD: &str = "mainstay";

/// Signs in with the password, from the sign-in page.
pub async fn sign_in(browser: &Browser, desk: &Desk, name: &str, address: &str) {
    browser
        .open(&desk.page(&format!("/d/{name}/sign-in")))
        .await;
    write(browser, "input[name=address]", address).await;
    write(browser, "input[name=password]", PASSWORD).await;
    click(browser, "button.go").await;
}

/// Types into a field.
pub async fn write(browser: &Browser, selector: &str, text: &str) {
    let field = browser.find(selector).await;
    field
        .send_keys(text)
        .await
        .unwrap_or_else(|error| panic!("typing into `{selector}`: {error}"));
}

/// Clicks on the element of this selector.
pub async fn click(browser: &Browser, selector: &str) {
    let element = browser.find(selector).await;
    element.scroll_into_view().await.unwrap();
    element
        .click()
        .await
        .unwrap_or_else(|error| panic!("clicking `{selector}`: {error}"));
}

/// Chooses an entry of a list by its value.
pub async fn choose(browser: &Browser, selector: &str, value: &str) {
    click(browser, &format!("{selector} option[value='{value}']")).await;
}

/// Opens what is folded away under this selector.
pub async fn unfold(browser: &Browser, selector: &str) {
    let details = browser.find(selector).await;
    if details.attr("open").await.unwrap().is_none() {
        click(browser, &format!("{selector} > summary")).await;
    }
}

/// An attribute of the element of this selector.
pub async fn attribute(browser: &Browser, selector: &str, name: &str) -> String {
    let element = browser.find(selector).await;
    let value = element.attr(name).await.unwrap();
    value.unwrap_or_else(|| panic!("`{selector}` has no {name}"))
}

/// What an address of the desk answers to whoever is signed in in the browser.
pub async fn fetched(browser: &Browser, address: &str) -> String {
    let script = "const done = arguments[arguments.length - 1];\
        fetch(arguments[0]).then((answer) => answer.text()).then(done, (error) => done(String(error)));";
    let answer = browser
        .driver()
        .execute_async(script, vec![Value::from(address)])
        .await
        .unwrap();
    answer.json().as_str().unwrap().to_owned()
}

/// Marks the page that is open, see [`assert_never_reloaded`].
pub async fn mark(browser: &Browser) {
    browser.script("window.marked = true;").await;
}

/// Fails when the page was loaded again since it was marked.
pub async fn assert_never_reloaded(browser: &Browser) {
    let marked = browser.script("return window.marked === true;").await;
    assert_eq!(marked, Value::Bool(true), "the page was loaded again");
}
