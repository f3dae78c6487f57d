//! What goes wrong before the head of an answer is complete.

use crate::fault::{FOR_EVER, Fault, ONCE};
use crate::pages::{answer, body, head};
use crate::server::Step;

pub fn faults() -> Vec<Fault> {
    let twice = |name, steps: &[Step]| {
        [
            Fault::new(name, 2, ONCE, steps).whole_after(2),
            Fault::new(name, 2, FOR_EVER, steps).fails("broken", 4),
        ]
    };
    let said = |bytes: &[u8]| Step::Say(bytes.to_vec());
    let start = b"HTTP/1.1 200 OK\r\nContent-Le";
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
    let lengths = format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", body(2));
    let many: String = (0..1000).map(|number| format!("X-{number}: x\r\n")).collect();
    let mut faults = Vec::new();
    faults.extend(twice("closed before the answer", &[]));
    faults.extend(twice("reset before the answer", &[Step::Reset]));
    faults.extend(twice("closed inside the head", &[said(start)]));
    faults.extend(twice("reset inside the head", &[said(start), Step::Reset]));
    faults.extend([
        Fault::new(
            "endless header lines",
            2,
            FOR_EVER,
            [said(b"HTTP/1.1 200 OK\r\n"), Step::Flood(b"X-More: and more\r\n".repeat(64))],
        )
        .fails("broken", 4),
        Fault::new(
            "one endless header line",
            2,
            FOR_EVER,
            [said(b"HTTP/1.1 200 OK\r\nX-Long: "), Step::Flood(vec![b'x'; 1024])],
        )
        .fails("broken", 4),
        Fault::new("a thousand header lines", 2, FOR_EVER, [said(&answer(200, &many, body(2)))])
            .fails("broken", 4),
        Fault::new("endless interim answers", 2, FOR_EVER, [Step::Flood(interim.repeat(40))])
            .impatiently()
            .fails("timeout", 2),
        Fault::new(
            "interim answers before the real one",
            2,
            FOR_EVER,
            [said(&interim.repeat(3)), Step::Page, Step::Stay],
        )
        .whole_after(1),
        Fault::new(
            "a head that drips",
            2,
            FOR_EVER,
            [said(b"HTTP/1.1 200 OK\r\nX-Slow: "), Step::Drip(b"x".to_vec())],
        )
        .impatiently()
        .fails("timeout", 2),
        Fault::new("not a byte", 2, ONCE, [Step::Hold]).impatiently().whole_after(2),
        Fault::new("not a byte", 2, FOR_EVER, [Step::Hold]).impatiently().fails("timeout", 2),
        Fault::new("another protocol", 2, FOR_EVER, [said(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")])
            .fails("broken", 4),
        Fault::new("another version of HTTP", 2, FOR_EVER, [said(b"HTTP/9.9 200 OK\r\n\r\n")])
            .fails("broken", 4),
        Fault::new("two lengths", 2, ONCE, [said(lengths.as_bytes())]).whole_after(2),
        Fault::new("a length below zero", 2, ONCE, [said(&head(200, "Content-Length: -1\r\n"))])
            .whole_after(2),
        Fault::new("control characters in a header", 2, ONCE, [said(&answer(200, "X: \0\x08\r\n", body(2)))])
            .whole_after(2),
    ]);
    faults
}
