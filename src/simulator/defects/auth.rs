//! People who are let in and should not be, and refusals of another kind.

use crate::auth::signer;
use crate::generated::headers;
use crate::simulator::asked::Asked;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;
use crate::simulator::service::{INSTANCE, PROJECT};

/// A refusal with one status is made into another answer, if it is one of those that are meant.
pub(super) fn refused(scene: &Scene<'_>, status: u16, meant: bool, instead: impl FnOnce() -> Reply) -> Reply {
    let reply = scene.ask();
    if meant && reply.status == status { instead() } else { reply }
}

/// Whether the request has a proof by this header, be it good or not.
fn proves(scene: &Scene<'_>, header: &str) -> bool {
    scene.asked.header(header).is_some_and(|value| !value.is_empty())
}

pub(super) fn is_anonymous(scene: &Scene<'_>) -> bool {
    ![headers::X_AUTH_TOKEN, headers::AK_SK].iter().any(|header| proves(scene, header))
}

/// The listing without anything in it.
fn nothing(scene: &Scene<'_>, reply: Reply) -> Reply {
    scene.edit_reply(reply, |page| {
        page.items.clear();
        page.stop();
    })
}

pub(super) fn no_token_accepted(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, is_anonymous(scene), || scene.ask_for(&scene.query))
}

pub(super) fn no_token_empty_list(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, is_anonymous(scene), || nothing(scene, scene.ask_for(&scene.query)))
}

pub(super) fn no_token_redirected(scene: &Scene<'_>) -> Reply {
    let location = "https://auth.example/authui/login".to_owned();
    refused(scene, 401, is_anonymous(scene), || {
        Reply::text(302, String::new()).with_header("location", location)
    })
}

pub(super) fn no_token_with_403(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, is_anonymous(scene), || scene.described(403))
}

pub(super) fn no_token_with_500(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, is_anonymous(scene), || scene.described(500))
}

pub(super) fn wrong_token_accepted(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, proves(scene, headers::X_AUTH_TOKEN), || scene.ask_for(&scene.query))
}

pub(super) fn wrong_token_with_400(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, proves(scene, headers::X_AUTH_TOKEN), || scene.described(400))
}

pub(super) fn wrong_token_with_500(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, proves(scene, headers::X_AUTH_TOKEN), || scene.described(500))
}

pub(super) fn signature_unchecked(scene: &Scene<'_>) -> Reply {
    refused(scene, 401, proves(scene, headers::AK_SK), || scene.ask_for(&scene.query))
}

pub(super) fn signature_never_expires(scene: &Scene<'_>) -> Reply {
    match scene.asked.header(signer::DATE).and_then(signer::parse_date) {
        Some(now) => scene.ask_as(&Asked { now, ..scene.asked }),
        None => scene.ask(),
    }
}

pub(super) fn forbidden_allowed(scene: &Scene<'_>) -> Reply {
    refused(scene, 403, true, || scene.ask_for(&scene.query))
}

pub(super) fn forbidden_empty_list(scene: &Scene<'_>) -> Reply {
    refused(scene, 403, true, || nothing(scene, scene.ask_for(&scene.query)))
}

pub(super) fn forbidden_with_401(scene: &Scene<'_>) -> Reply {
    refused(scene, 403, true, || scene.described(401))
}

pub(super) fn forbidden_with_404(scene: &Scene<'_>) -> Reply {
    refused(scene, 403, true, || scene.described(404))
}

pub(super) fn forbidden_with_500(scene: &Scene<'_>) -> Reply {
    refused(scene, 403, true, || scene.described(500))
}

pub(super) fn unknown_instance_served(scene: &Scene<'_>) -> Reply {
    refused(scene, 404, scene.is_strange(INSTANCE), || scene.ask_at_home())
}

pub(super) fn unknown_instance_empty_list(scene: &Scene<'_>) -> Reply {
    refused(scene, 404, scene.is_strange(INSTANCE), || nothing(scene, scene.ask_at_home()))
}

pub(super) fn unknown_instance_with_400(scene: &Scene<'_>) -> Reply {
    refused(scene, 404, scene.is_strange(INSTANCE), || scene.described(400))
}

pub(super) fn unknown_instance_with_403(scene: &Scene<'_>) -> Reply {
    refused(scene, 404, scene.is_strange(INSTANCE), || scene.described(403))
}

pub(super) fn unknown_instance_with_500(scene: &Scene<'_>) -> Reply {
    refused(scene, 404, scene.is_strange(INSTANCE), || scene.described(500))
}

pub(super) fn unknown_project_served(scene: &Scene<'_>) -> Reply {
    refused(scene, 404, scene.is_strange(PROJECT), || scene.ask_at_home())
}
