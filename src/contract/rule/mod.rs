//! The rules: one file each, one line each in [`ALL`].

mod auth_not_required;
mod auth_status;
mod body_accepted;
mod body_not_json;
mod body_not_utf8;
mod body_status;
mod connection_broken;
mod content_type;
mod credential_echoed;
mod duplicate_key;
mod error_without_reason;
mod filter_incomplete;
mod filter_lets_others_through;
mod item_final_changed;
mod item_goes_back;
mod item_shown_otherwise;
mod job_parameters_json_string;
mod next_marker_empty;
mod next_marker_null;
mod page_default_size;
mod page_item_skipped;
mod page_item_twice;
mod page_loop;
mod page_marker_refused;
mod page_order;
mod page_short;
mod page_too_long;
mod page_unstable;
mod parameter_accepted;
mod parameter_status;
mod permission_not_checked;
mod refused_write_changed;
mod request_id_repeated;
mod request_refused;
mod resource_unknown;
mod schema_bounds;
mod schema_enum;
mod schema_format;
mod schema_required;
mod schema_type;
mod server_error;
mod start_identity_known;
mod start_without_identity;
mod started_item_missing;
mod started_otherwise;
mod status_undocumented;
mod stop_without_effect;
mod time_order;
mod undocumented_field;
mod whole_number_fraction;
mod written_not_kept;

use super::about::About;
use super::found::{Found, Run};
use super::need::Need;

/// One thing that can be wrong.
pub(super) trait Rule: Sync {
    fn about(&self) -> &'static About;

    /// Rules whose findings explain one of this rule in the same exchanges, the likeliest first.
    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[]
    }

    /// Looks through everything that was recorded.
    fn judge(&self, run: &Run<'_>, found: &mut Found);
}

/// All of them, from single answers to what only many show together.
pub(super) const ALL: &[&dyn Rule] = &[
    &connection_broken::ConnectionBroken,
    &server_error::ServerError,
    &status_undocumented::StatusUndocumented,
    &request_refused::RequestRefused,
    &page_marker_refused::PageMarkerRefused,
    &parameter_accepted::ParameterAccepted,
    &parameter_status::ParameterStatus,
    &body_accepted::BodyAccepted,
    &body_status::BodyStatus,
    &auth_not_required::AuthNotRequired,
    &auth_status::AuthStatus,
    &permission_not_checked::PermissionNotChecked,
    &resource_unknown::ResourceUnknown,
    &credential_echoed::CredentialEchoed,
    &request_id_repeated::RequestIdRepeated,
    &content_type::ContentType,
    &body_not_utf8::BodyNotUtf8,
    &body_not_json::BodyNotJson,
    &duplicate_key::DuplicateKey,
    &schema_type::SchemaType,
    &schema_required::SchemaRequired,
    &schema_enum::SchemaEnum,
    &schema_format::SchemaFormat,
    &schema_bounds::SchemaBounds,
    &undocumented_field::UndocumentedField,
    &whole_number_fraction::WholeNumberFraction,
    &error_without_reason::ErrorWithoutReason,
    &job_parameters_json_string::JobParametersJsonString,
    &next_marker_null::NextMarkerNull,
    &next_marker_empty::NextMarkerEmpty,
    &time_order::TimeOrder,
    &page_loop::PageLoop,
    &page_too_long::PageTooLong,
    &page_item_twice::PageItemTwice,
    &page_item_skipped::PageItemSkipped,
    &page_order::PageOrder,
    &page_unstable::PageUnstable,
    &page_short::PageShort,
    &page_default_size::PageDefaultSize,
    &filter_lets_others_through::FilterLetsOthersThrough,
    &filter_incomplete::FilterIncomplete,
    &item_final_changed::ItemFinalChanged,
    &item_goes_back::ItemGoesBack,
    &item_shown_otherwise::ItemShownOtherwise,
    &start_without_identity::StartWithoutIdentity,
    &start_identity_known::StartIdentityKnown,
    &started_item_missing::StartedItemMissing,
    &started_otherwise::StartedOtherwise,
    &stop_without_effect::StopWithoutEffect,
    &written_not_kept::WrittenNotKept,
    &refused_write_changed::RefusedWriteChanged,
];

/// What keeps a page from being read: whatever is said of the items of such a walk follows from it.
const BROKEN: &[&str] = &[
    "connection-broken",
    "server-error",
    "status-undocumented",
    "request-refused",
    "page-marker-refused",
    "body-not-utf8",
    "body-not-json",
    "duplicate-key",
    "schema-type",
    "schema-required",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::{ALL, About};

    #[test]
    fn every_rule_has_every_part_in_a_file_of_its_own() {
        for About { id, title, severity, checks, why, example, fix, .. } in
            ALL.iter().map(|rule| rule.about())
        {
            let kebab = |id: &str| id.chars().all(|letter| matches!(letter, 'a'..='z' | '0'..='9' | '-'));
            assert!(kebab(id) && !id.starts_with('-') && !id.ends_with('-'), "{id}");
            for text in [title, severity, checks, why, example, fix] {
                assert!(!text.trim().is_empty() && text.trim() == *text, "{id}: {text:?}");
            }
            // Titles are what reports say: no sentence. What explains is one.
            assert!(!title.ends_with('.') && title.starts_with(char::is_lowercase), "{id}: {title}");
            assert!([checks, why, fix].iter().all(|text| text.ends_with('.')), "{id}");
            let known = ["error", "warning", "info"].iter().any(|word| severity.starts_with(word));
            assert!(known, "{id}: {severity}");
        }
        let ids: BTreeSet<_> = ALL.iter().map(|rule| rule.about().id.replace('-', "_")).collect();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/contract/rule");
        let files = fs::read_dir(folder).expect("the rules").map(|entry| entry.expect("a file").path());
        let files: BTreeSet<_> = files
            .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
            .filter(|name| name != "mod")
            .collect();
        assert_eq!(ids, files, "a rule is one file with its name");
        assert_eq!(ids.len(), ALL.len(), "two rules have one id");
    }

    #[test]
    fn a_rule_follows_others_that_there_are_and_never_in_a_circle() {
        let place = |id: &str| ALL.iter().position(|rule| rule.about().id == id);
        for rule in ALL {
            for cause in rule.follows().iter().copied().flatten() {
                let known = ALL.iter().find(|known| known.about().id == *cause);
                let known = known.unwrap_or_else(|| panic!("{} follows {cause}", rule.about().id));
                let back = known.follows().iter().copied().flatten().any(|id| *id == rule.about().id);
                assert!(!back && place(cause) != place(rule.about().id), "{} and {cause}", rule.about().id);
            }
        }
    }
}
