//! Servers that cannot prove who they are, and clients that cannot.

use swr_gc::{Client, ClientBuilder};

use crate::certificates::{Certified, TRUSTED, UNKNOWN, self_signed};
use crate::fault::{FOR_EVER, Fault, ONCE, Stage, Tries, settings};
use crate::front::{Front, Fronts};
use crate::pages::{answer, body, head};
use crate::server::{Script, Server, Step};

pub fn faults() -> Vec<Fault> {
    [distrusted(), demanding(), mistaken(), cut()].into_iter().flatten().collect()
}

fn trusting(server: &Server) -> ClientBuilder {
    let endpoint = format!("https://localhost:{}", server.address().port());
    settings().endpoint(endpoint).root_certificates(TRUSTED.pem())
}

fn client(server: &Server) -> Client {
    trusting(server).build().expect("the settings are right")
}

/// A server whose connections, from this one on, begin wrongly.
async fn beginning(first: u32, wrong: impl FnOnce() -> Front) -> Stage {
    let close = Step::Say(answer(200, "Connection: close\r\n", body(1)));
    let fronts = Fronts::right(TRUSTED.good().front()).wrong_from(first, wrong());
    let server = Server::start(Script::new(1, ONCE, [close]), fronts).await;
    let client = client(&server);
    Stage::new(server, client)
}

fn distrusted() -> Vec<Fault> {
    let shown = |name, page: u32, certificate: fn() -> Certified| {
        Fault::staged(name, page.into(), FOR_EVER, beginning(page, move || certificate().front()))
            .fails("connect", 1)
    };
    vec![
        shown("a certificate for another name", 1, || TRUSTED.certify("another.test", 2020, 2100))
            .saying("not valid for name"),
        shown("a certificate that has expired", 1, || TRUSTED.certify("localhost", 2020, 2021))
            .saying("expired"),
        shown("a certificate that has expired", 2, || TRUSTED.certify("localhost", 2020, 2021))
            .saying("expired"),
        shown("a certificate from the future", 1, || TRUSTED.certify("localhost", 2099, 2100))
            .saying("not valid yet"),
        shown("a certificate signed by itself", 1, || self_signed("localhost")).saying("certificate"),
        shown("a certificate of an unknown authority", 1, || UNKNOWN.good()).saying("UnknownIssuer"),
    ]
}

/// A server that asks who the client is.
async fn asking(shows: Option<&'static crate::certificates::Authority>) -> Stage {
    let front = TRUSTED.good().front_for(Some(&TRUSTED));
    let server = Server::start(Script::none(), Fronts::right(front)).await;
    let showing = |certified: Certified| {
        let (chain, key) = (certified.certificate.pem(), certified.key.serialize_pem());
        trusting(&server).client_certificate(chain, key).build().expect("a client")
    };
    let mended = Some(showing(TRUSTED.certify("client.test", 2020, 2100)));
    let client = shows.map_or_else(|| client(&server), |authority| showing(authority.good()));
    Stage { mended, ..Stage::new(server, client) }
}

fn demanding() -> Vec<Fault> {
    vec![
        Fault::staged("no client certificate", 1, FOR_EVER, asking(None)).fails("connect", 1),
        Fault::staged("a client certificate of an unknown authority", 1, FOR_EVER, async {
            asking(Some(&UNKNOWN)).await
        })
        .fails("connect", 1),
    ]
}

fn mistaken() -> Vec<Fault> {
    vec![
        Fault::staged("https to a server without TLS", 1, FOR_EVER, beginning(1, || Front::Plainspoken))
            .fails("connect", 4),
        Fault::staged("http to a server with TLS", 1, FOR_EVER, async {
            let server = Server::start(Script::none(), Fronts::right(TRUSTED.good().front())).await;
            let plain = settings().endpoint(server.url()).build().expect("a client");
            Stage { mended: Some(client(&server)), ..Stage::new(server, plain) }
        })
        .fails("broken", 4),
    ]
}

fn cut() -> Vec<Fault> {
    async fn once() -> Stage {
        let fronts = Fronts::right(TRUSTED.good().front()).wrong_once(Front::Cut);
        let server = Server::start(Script::none(), fronts).await;
        let client = client(&server);
        Stage { tries: Tries::Connections, ..Stage::new(server, client) }
    }
    async fn breaking(times: Option<u32>) -> Stage {
        let unfinished = [Step::Say([head(200, ""), body(2).into_bytes()].concat()), Step::Vanish];
        let fronts = Fronts::right(TRUSTED.good().front());
        let server = Server::start(Script::new(2, times, unfinished), fronts).await;
        let client = client(&server);
        Stage::new(server, client)
    }
    vec![
        Fault::staged("a handshake that is cut", 1, ONCE, once()).whole_after(2),
        Fault::staged("a handshake that is cut", 1, FOR_EVER, beginning(1, || Front::Cut))
            .fails("connect", 4),
        Fault::staged("a handshake that is not answered", 1, FOR_EVER, async {
            let stage = beginning(1, || Front::Silent).await;
            let hurried = trusting(&stage.server).connect_timeout(std::time::Duration::from_millis(300));
            Stage {
                client: hurried.retries(1).build().expect("a client"),
                mended: Some(stage.client),
                ..stage
            }
        })
        .fails("connect", 2),
        Fault::staged("TLS without a farewell, and a body without a length", 2, ONCE, breaking(ONCE))
            .whole_after(2),
        Fault::staged("TLS without a farewell, and a body without a length", 2, FOR_EVER, breaking(FOR_EVER))
            .fails_at(200, "broken", 4),
    ]
}
