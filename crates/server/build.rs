//! Notices that the built style sheet and scripts changed, and says so when they
//! are missing. It builds nothing itself: that is the work of `scripts/bundle`.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=assets/dist");
    if !Path::new("assets/dist/main.js").exists() {
        println!(
            "cargo::warning=the style sheet and scripts are not built, so pages will come plain; run scripts/bundle"
        );
    }
}
