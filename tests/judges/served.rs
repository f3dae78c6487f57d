//! Bodies served to the client by a server that knows nothing of HTTP but the least.

use swr_gc::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What the client makes of each body, one GET a body: the kinds of its deviations in order, or that it refused.
pub async fn read_by_the_client(bodies: Vec<Vec<u8>>) -> Vec<Result<Vec<&'static str>, String>> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let count = bodies.len();
    let server = tokio::spawn(serve(listener, bodies));
    let client = Client::builder()
        .endpoint(endpoint)
        .project_id("p-1")
        .token("T0ken-of-the-tests")
        .build()
        .expect("the settings are right");
    let mut read = Vec::new();
    for _ in 0..count {
        read.push(match client.list_gc_tasks().instance_id("i-1").send().await {
            Ok(page) => {
                let mut kinds: Vec<_> = page.deviations().iter().map(|found| found.kind().name()).collect();
                kinds.sort_unstable();
                Ok(kinds)
            }
            // Anything else would be a failure of this server, and no verdict.
            Err(error) if error.is_decode() && error.status() == Some(200) => Err(error.to_string()),
            Err(error) => panic!("{error:?}"),
        });
    }
    server.await.expect("every body was asked for");
    read
}

async fn serve(listener: TcpListener, bodies: Vec<Vec<u8>>) {
    for body in bodies {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let (mut asked, mut buffer) = (Vec::new(), [0; 4096]);
        while !asked.windows(4).any(|end| end == b"\r\n\r\n") {
            let count = stream.read(&mut buffer).await.expect("a request");
            assert!(count > 0, "the client hung up in the middle of its request");
            asked.extend(&buffer[..count]);
        }
        assert!(asked.starts_with(b"GET /v2/p-1/instances/i-1/system/gc HTTP/1.1\r\n"));
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let answer = [head.as_bytes(), &body].concat();
        stream.write_all(&answer).await.expect("the client listens");
    }
}
