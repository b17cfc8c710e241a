//! Somebody who writes to the desk.

use std::net::SocketAddr;
use std::process::Stdio;

use server::mail::relay::Relay;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// Hands a mail to the desk; returns when the desk has said that it keeps it.
pub async fn send(desk: SocketAddr, from: &str, to: &str, mail: &str) {
    let raw = mail.replace('\n', "\r\n");
    if !swaks(desk, from, to, &raw).await {
        let relay = Relay::from_url(&format!("smtp://{desk}")).unwrap();
        relay.send(Some(from), to, raw.as_bytes()).await.unwrap();
    }
}

/// Sends with swaks, a client that is not ours; false when it is not installed.
async fn swaks(desk: SocketAddr, from: &str, to: &str, raw: &str) -> bool {
    let child = Command::new("swaks")
        .args(["--server", &desk.ip().to_string()])
        .args(["--port", &desk.port().to_string()])
        .args(["--from", from, "--to", to, "--data", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else { return false };
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(raw.as_bytes()).await.unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "swaks: {said}");
    true
}
