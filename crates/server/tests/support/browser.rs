//! A real browser for tests: Chromium without a window, driven over WebDriver.
//!
//! Each [`Browser`] has a chromedriver on a free port and a fresh profile of its own,
//! so that tests run beside each other. Dropping it ends every process it brought.
//! What pages should look like is said by the tests, not here.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::TypingData;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::prelude::*;

/// Without these a fresh profile phones home, or fails in a container.
const ARGUMENTS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--lang=en",
];

/// Accessibility rules by WCAG 2.2 AA, and what axe calls best practice.
const RULES: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// How long anything in a page may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    On,
    Off,
}

/// One browser with one page.
pub struct Browser {
    driver: WebDriver,
    service: Service,
}

impl Browser {
    /// A browser as most people have it, 1280 by 900 pixels.
    pub async fn start() -> Browser {
        Browser::with(Script::On).await
    }

    /// A browser that may run no script.
    pub async fn without_script() -> Browser {
        Browser::with(Script::Off).await
    }

    async fn with(script: Script) -> Browser {
        let service = Service::start();
        let mut wishes = DesiredCapabilities::chrome();
        wishes
            .set_binary(
                program(&["chromium", "chromium-browser", "google-chrome"])
                    .to_str()
                    .unwrap(),
            )
            .unwrap();
        for argument in ARGUMENTS {
            wishes.add_arg(argument).unwrap();
        }
        let profile = service.profile.path().display();
        wishes
            .add_arg(&format!("--user-data-dir={profile}"))
            .unwrap();
        wishes.add_arg("--window-size=1280,900").unwrap();
        if script == Script::Off {
            wishes
                .add_experimental_option(
                    "prefs",
                    json!({"profile.managed_default_content_settings.javascript": 2}),
                )
                .unwrap();
        }
        wishes
            .set("goog:loggingPrefs", json!({"browser": "ALL"}))
            .unwrap();
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", service.port), wishes)
            .await
            .expect("chromium starts; its version must match chromedriver's");
        Browser { driver, service }
    }

    /// The WebDriver session, for everything this type has no word for.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The process of the driver, which ends with this browser.
    pub fn process(&self) -> u32 {
        self.service.child.id()
    }

    /// The profile's folder; only this browser's processes name it.
    pub fn profile(&self) -> &Path {
        self.service.profile.path()
    }

    /// Shows an address.
    pub async fn open(&self, address: &str) {
        self.driver
            .goto(address)
            .await
            .unwrap_or_else(|error| panic!("opening {address}: {error}"));
    }

    /// The one element of this selector, once it is there.
    pub async fn find(&self, selector: &str) -> WebElement {
        self.driver
            .query(By::Css(selector))
            .wait(PATIENCE, Duration::from_millis(50))
            .first()
            .await
            .unwrap_or_else(|_| panic!("`{selector}` never appeared"))
    }

    /// The visible text of the element of this selector.
    pub async fn text(&self, selector: &str) -> String {
        self.find(selector).await.text().await.unwrap()
    }

    /// Waits until the element's text contains this.
    pub async fn wait_for_text(&self, selector: &str, part: &str) {
        let mut text = String::new();
        for _ in 0..PATIENCE.as_millis() / 50 {
            // Between two looks the element may have been replaced.
            text = match self.driver.find(By::Css(selector)).await {
                Ok(element) => element.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if text.contains(part) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("`{selector}` never said `{part}`, but `{text}`");
    }

    /// Waits until this address is shown.
    pub async fn wait_until_at(&self, address: &str) {
        let mut shown = String::new();
        for _ in 0..PATIENCE.as_millis() / 50 {
            shown = self.driver.current_url().await.unwrap().to_string();
            if shown == address {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("never came to {address}, but to {shown}");
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        // Through the keyboard, not into an element: some, as those for files, take
        // what is sent to them for something else.
        self.driver
            .action_chain()
            .send_keys(keys)
            .perform()
            .await
            .unwrap();
    }

    /// What a script answers. The page's own policy does not bind it.
    pub async fn script(&self, script: &str) -> Value {
        self.driver
            .execute(script, Vec::<Value>::new())
            .await
            .unwrap_or_else(|error| panic!("running `{script}`: {error}"))
            .json()
            .clone()
    }

    /// Shows the page in this many CSS pixels, also narrower than a window may be.
    pub async fn resize(&self, width: u32, height: u32) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}),
        )
        .await;
    }

    /// Tells pages that the viewer prefers a dark (or light) look.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({"features": [{"name": "prefers-color-scheme", "value": value}]}),
        )
        .await;
    }

    /// Saves a picture of what is shown as `target/screenshots/{name}.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let folder = screenshots();
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.png"));
        self.driver.screenshot(&path).await.unwrap();
        path
    }

    /// Fails when the page is wider than what shows it: nobody should scroll two ways.
    pub async fn assert_no_sideways_scroll(&self, page: &str) {
        let excess = self
            .script("const root = document.documentElement; return root.scrollWidth - root.clientWidth;")
            .await;
        assert_eq!(
            excess,
            json!(0),
            "{page} is wider than its window, by pixels"
        );
    }

    /// Fails with a list when axe finds something in the page.
    pub async fn axe(&self, page: &str) {
        let problems = self.axe_problems().await;
        assert!(
            problems.is_empty(),
            "axe on {page}:\n{}",
            problems.join("\n")
        );
    }

    /// What axe finds, one readable entry per rule.
    pub async fn axe_problems(&self) -> Vec<String> {
        self.driver
            .execute(&axe_source(), Vec::<Value>::new())
            .await
            .expect("axe loads");
        let script = format!(
            "const done = arguments[arguments.length - 1];\
             axe.run(document, {{runOnly: {{type: 'tag', values: {}}}}})\
             .then((result) => done(result.violations), (error) => done(String(error)));",
            json!(RULES)
        );
        let answer = self
            .driver
            .execute_async(&script, Vec::<Value>::new())
            .await
            .expect("axe runs");
        let Value::Array(violations) = answer.json() else {
            panic!("axe failed: {}", answer.json());
        };
        violations.iter().map(describe).collect()
    }

    /// Errors the page wrote to the console so far: failed loads, broken scripts,
    /// violations of its content security policy.
    pub async fn console_errors(&self) -> Vec<String> {
        let entries = self.driver.get_log("browser").await.unwrap();
        entries
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .map(|entry| entry.message)
            .collect()
    }

    async fn devtools(&self, command: &str, parameters: Value) {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The session is not asked to end: that blocks the test's only thread until a
        // time-out passes. Its processes are ended instead, and its profile thrown away.
        let _already_ended = self.driver.clone().leak();
    }
}

/// A chromedriver, and the profile its browser uses.
struct Service {
    child: Child,
    port: u16,
    profile: TempDir,
    // Kept open: a driver that speaks into a closed pipe ends.
    _said: BufReader<ChildStdout>,
}

impl Service {
    fn start() -> Service {
        let mut child = Command::new(program(&["chromedriver"]))
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let port = said
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.rsplit_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
            .expect("chromedriver says on which port it listens");
        Service {
            child,
            port,
            profile: TempDir::new().unwrap(),
            _said: said,
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // The browser is not the driver's child in every case: a driver that is killed
        // leaves it behind. Its fresh profile's path is in its command line and in no
        // other, so that nothing else can be meant.
        let _already_ended = self.child.kill();
        let _nothing_to_reap = self.child.wait();
        for process in processes_with(self.profile.path()) {
            let _already_ended = Command::new("kill")
                .args(["-KILL", &process.to_string()])
                .stderr(Stdio::null())
                .status();
        }
    }
}

/// Running processes whose command line names this path.
pub fn processes_with(path: &Path) -> Vec<u32> {
    let wanted = path.to_str().unwrap();
    std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let process = entry.file_name().to_str()?.parse().ok()?;
            let line = std::fs::read(entry.path().join("cmdline")).ok()?;
            String::from_utf8_lossy(&line)
                .contains(wanted)
                .then_some(process)
        })
        .collect()
}

/// Where screenshots are kept.
pub fn screenshots() -> PathBuf {
    // The test's own file is `target/debug/deps/browser-...`.
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).unwrap().join("screenshots")
}

/// The first of these programs in the path.
fn program(names: &[&str]) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("none of {names:?} is installed; ./test installs it"))
}

fn axe_source() -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; run scripts/bundle --packages", path.display())
    })
}

/// `color-contrast (serious): what to do; at .soft, #main > p`
fn describe(violation: &Value) -> String {
    let places: Vec<String> = violation["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|node| {
            let summary = node["failureSummary"].as_str().unwrap_or_default();
            format!(
                "    {}\n      {}",
                node["target"],
                summary.replace('\n', "\n      ")
            )
        })
        .collect();
    format!(
        "  {} ({}): {}\n{}",
        violation["id"].as_str().unwrap_or_default(),
        violation["impact"].as_str().unwrap_or_default(),
        violation["help"].as_str().unwrap_or_default(),
        places.join("\n")
    )
}
