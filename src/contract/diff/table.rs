//! The rules, one each, and the list of them.

use super::level::Level::{Breaking as B, Compatible as C, Cosmetic as N};
use super::level::Semver::{Major, Minor, Patch};
use super::rule::{Rule, answer, parameter, plain, schema};

// What a value may be.
pub(super) static TYPE_NARROWED: Rule = schema("type-narrowed", "type-widened", (B, Major), (C, Major));
pub(super) static TYPE_WIDENED: Rule = schema("type-widened", "type-narrowed", (C, Major), (B, Major));
pub(super) static TYPE_CHANGED: Rule = schema("type-changed", "type-changed", (B, Major), (B, Major));
pub(super) static MADE_NULLABLE: Rule = schema("made-nullable", "made-not-nullable", (C, Minor), (B, Minor));
pub(super) static MADE_NOT_NULLABLE: Rule =
    schema("made-not-nullable", "made-nullable", (B, Major), (C, Patch));
pub(super) static FORMAT_ADDED: Rule = schema("format-added", "format-removed", (B, Major), (C, Major));
pub(super) static FORMAT_REMOVED: Rule = schema("format-removed", "format-added", (C, Major), (B, Major));
pub(super) static FORMAT_NARROWED: Rule = schema("format-narrowed", "format-widened", (B, Major), (C, Patch));
pub(super) static FORMAT_WIDENED: Rule = schema("format-widened", "format-narrowed", (C, Minor), (B, Minor));
pub(super) static FORMAT_CHANGED: Rule = schema("format-changed", "format-changed", (B, Major), (B, Major));
pub(super) static PATTERN_ADDED: Rule = schema("pattern-added", "pattern-removed", (B, Major), (C, Patch));
pub(super) static PATTERN_REMOVED: Rule = schema("pattern-removed", "pattern-added", (C, Minor), (B, Minor));
pub(super) static PATTERN_CHANGED: Rule =
    schema("pattern-changed", "pattern-changed", (B, Major), (B, Minor));
pub(super) static ENUM_ADDED: Rule = schema("enum-added", "enum-removed", (B, Major), (C, Major));
pub(super) static ENUM_REMOVED: Rule = schema("enum-removed", "enum-added", (C, Major), (B, Major));
pub(super) static ENUM_WORD_ADDED: Rule =
    schema("enum-word-added", "enum-word-removed", (C, Minor), (B, Minor));
pub(super) static ENUM_WORD_REMOVED: Rule =
    schema("enum-word-removed", "enum-word-added", (B, Major), (C, Major));
pub(super) static BOUND_TIGHTENED: Rule = schema("bound-tightened", "bound-loosened", (B, Major), (C, Patch));
pub(super) static BOUND_LOOSENED: Rule = schema("bound-loosened", "bound-tightened", (C, Minor), (B, Minor));
pub(super) static BOUND_CHANGED: Rule = schema("bound-changed", "bound-changed", (B, Major), (B, Minor));
pub(super) static DEFAULT_ADDED: Rule = schema("default-added", "default-removed", (C, Minor), (C, Minor));
pub(super) static DEFAULT_REMOVED: Rule = schema("default-removed", "default-added", (B, Major), (B, Major));
pub(super) static DEFAULT_CHANGED: Rule =
    schema("default-changed", "default-changed", (B, Major), (B, Major));

// What an object may hold.
pub(super) static PROPERTY_ADDED: Rule = schema("property-added", "property-removed", (C, Minor), (C, Minor));
pub(super) static PROPERTY_REMOVED: Rule =
    schema("property-removed", "property-added", (B, Major), (B, Major));
pub(super) static REQUIRED_PROPERTY_ADDED: Rule =
    schema("required-property-added", "required-property-removed", (B, Major), (C, Minor));
pub(super) static REQUIRED_PROPERTY_REMOVED: Rule =
    schema("required-property-removed", "required-property-added", (B, Major), (B, Major));
pub(super) static PROPERTY_ADDED_TO_CLOSED: Rule =
    schema("property-added-to-closed", "property-removed-from-closed", (C, Minor), (B, Minor));
pub(super) static PROPERTY_REMOVED_FROM_CLOSED: Rule =
    schema("property-removed-from-closed", "property-added-to-closed", (B, Major), (B, Major));
pub(super) static PROPERTY_MADE_REQUIRED: Rule =
    schema("property-made-required", "property-made-optional", (B, Major), (C, Patch));
pub(super) static PROPERTY_MADE_OPTIONAL: Rule =
    schema("property-made-optional", "property-made-required", (C, Minor), (B, Minor));
pub(super) static ADDITIONAL_NARROWED: Rule =
    schema("additional-properties-narrowed", "additional-properties-widened", (B, Major), (C, Patch));
pub(super) static ADDITIONAL_WIDENED: Rule =
    schema("additional-properties-widened", "additional-properties-narrowed", (C, Minor), (B, Minor));

// How schemas are put together.
pub(super) static ALTERNATIVE_ADDED: Rule =
    schema("alternative-added", "alternative-removed", (C, Minor), (B, Major));
pub(super) static ALTERNATIVE_REMOVED: Rule =
    schema("alternative-removed", "alternative-added", (B, Major), (C, Major));
pub(super) static ALTERNATIVES_NARROWED: Rule =
    schema("alternatives-narrowed", "alternatives-widened", (B, Major), (C, Major));
pub(super) static ALTERNATIVES_WIDENED: Rule =
    schema("alternatives-widened", "alternatives-narrowed", (C, Major), (B, Major));
pub(super) static EXCLUSION_ADDED: Rule =
    schema("exclusion-added", "exclusion-removed", (B, Major), (C, Patch));
pub(super) static EXCLUSION_REMOVED: Rule =
    schema("exclusion-removed", "exclusion-added", (C, Minor), (B, Minor));
pub(super) static EXCLUSION_CHANGED: Rule =
    schema("exclusion-changed", "exclusion-changed", (B, Major), (B, Major));
pub(super) static DISCRIMINATOR_ADDED: Rule =
    schema("discriminator-added", "discriminator-removed", (B, Major), (C, Minor));
pub(super) static DISCRIMINATOR_REMOVED: Rule =
    schema("discriminator-removed", "discriminator-added", (C, Minor), (B, Major));
pub(super) static DISCRIMINATOR_CHANGED: Rule =
    schema("discriminator-changed", "discriminator-changed", (B, Major), (B, Major));
pub(super) static DISCRIMINATOR_WORD_ADDED: Rule =
    schema("discriminator-word-added", "discriminator-word-removed", (C, Minor), (B, Minor));
pub(super) static DISCRIMINATOR_WORD_REMOVED: Rule =
    schema("discriminator-word-removed", "discriminator-word-added", (B, Major), (C, Major));
pub(super) static REFERENCE_CHANGED: Rule =
    schema("reference-changed", "reference-changed", (B, Major), (B, Major));
pub(super) static XML_CHANGED: Rule = schema("xml-changed", "xml-changed", (B, Major), (B, Major));

// Bodies and their media types.
pub(super) static BODY_ADDED: Rule = schema("body-added", "body-removed", (C, Minor), (C, Major));
pub(super) static BODY_REMOVED: Rule = schema("body-removed", "body-added", (B, Major), (B, Major));
pub(super) static REQUIRED_BODY_ADDED: Rule =
    schema("required-body-added", "required-body-removed", (B, Major), (C, Minor));
pub(super) static REQUIRED_BODY_REMOVED: Rule =
    schema("required-body-removed", "required-body-added", (B, Major), (B, Major));
pub(super) static BODY_MADE_REQUIRED: Rule =
    schema("body-made-required", "body-made-optional", (B, Major), (C, Patch));
pub(super) static BODY_MADE_OPTIONAL: Rule =
    schema("body-made-optional", "body-made-required", (C, Minor), (B, Minor));
pub(super) static MEDIA_TYPE_ADDED: Rule =
    schema("media-type-added", "media-type-removed", (C, Minor), (C, Minor));
pub(super) static MEDIA_TYPE_REMOVED: Rule =
    schema("media-type-removed", "media-type-added", (B, Major), (B, Major));
pub(super) static MEDIA_TYPE_NARROWED: Rule =
    schema("media-type-narrowed", "media-type-widened", (B, Major), (C, Patch));
pub(super) static MEDIA_TYPE_WIDENED: Rule =
    schema("media-type-widened", "media-type-narrowed", (C, Minor), (B, Minor));
pub(super) static ENCODING_CHANGED: Rule =
    schema("encoding-changed", "encoding-changed", (B, Major), (B, Major));

// Parameters.
pub(super) static PARAMETER_ADDED: Rule =
    parameter("parameter-added", "parameter-removed", (C, Minor), (C, Minor));
pub(super) static PARAMETER_REMOVED: Rule =
    parameter("parameter-removed", "parameter-added", (B, Major), (B, Major));
pub(super) static REQUIRED_PARAMETER_ADDED: Rule =
    parameter("required-parameter-added", "required-parameter-removed", (B, Major), (C, Minor));
pub(super) static REQUIRED_PARAMETER_REMOVED: Rule =
    parameter("required-parameter-removed", "required-parameter-added", (B, Major), (B, Major));
pub(super) static PARAMETER_MADE_REQUIRED: Rule =
    parameter("parameter-made-required", "parameter-made-optional", (B, Major), (C, Patch));
pub(super) static PARAMETER_MADE_OPTIONAL: Rule =
    parameter("parameter-made-optional", "parameter-made-required", (C, Minor), (B, Minor));
pub(super) static PARAMETER_STYLE_CHANGED: Rule =
    parameter("parameter-style-changed", "parameter-style-changed", (B, Major), (B, Major));
pub(super) static PARAMETER_EMPTY_FORBIDDEN: Rule =
    parameter("parameter-empty-value-forbidden", "parameter-empty-value-allowed", (B, Major), (C, Patch));
pub(super) static PARAMETER_EMPTY_ALLOWED: Rule =
    parameter("parameter-empty-value-allowed", "parameter-empty-value-forbidden", (C, Minor), (B, Minor));

// Statuses and headers of answers.
pub(super) static HEADER_ADDED: Rule = answer("header-added", "header-removed", (C, Minor), (C, Minor));
pub(super) static HEADER_REMOVED: Rule = answer("header-removed", "header-added", (B, Major), (B, Major));
pub(super) static REQUIRED_HEADER_ADDED: Rule =
    answer("required-header-added", "required-header-removed", (B, Major), (C, Minor));
pub(super) static REQUIRED_HEADER_REMOVED: Rule =
    answer("required-header-removed", "required-header-added", (B, Major), (B, Major));
pub(super) static HEADER_MADE_REQUIRED: Rule =
    answer("header-made-required", "header-made-optional", (B, Major), (C, Patch));
pub(super) static HEADER_MADE_OPTIONAL: Rule =
    answer("header-made-optional", "header-made-required", (C, Minor), (B, Minor));
pub(super) static HEADER_STYLE_CHANGED: Rule =
    answer("header-style-changed", "header-style-changed", (B, Major), (B, Major));
pub(super) static SUCCESS_STATUS_ADDED: Rule =
    answer("success-status-added", "success-status-removed", (C, Minor), (B, Minor));
pub(super) static SUCCESS_STATUS_REMOVED: Rule =
    answer("success-status-removed", "success-status-added", (B, Major), (B, Major));
pub(super) static ERROR_STATUS_ADDED: Rule =
    answer("error-status-added", "error-status-removed", (C, Minor), (C, Minor));
pub(super) static ERROR_STATUS_REMOVED: Rule =
    answer("error-status-removed", "error-status-added", (B, Major), (B, Major));
pub(super) static STATUS_SINGLED_OUT: Rule =
    answer("status-singled-out", "status-merged", (C, Patch), (C, Patch));
pub(super) static STATUS_MERGED: Rule = answer("status-merged", "status-singled-out", (B, Major), (B, Major));

// Operations.
pub(super) static OPERATION_ADDED: Rule = plain("operation-added", "operation-removed", C, Minor);
pub(super) static OPERATION_REMOVED: Rule = plain("operation-removed", "operation-added", B, Major);
pub(super) static OPERATION_MOVED: Rule = plain("operation-moved", "operation-moved", B, Major);
pub(super) static OPERATION_ID_ADDED: Rule = plain("operation-id-added", "operation-id-removed", C, Minor);
pub(super) static OPERATION_ID_REMOVED: Rule = plain("operation-id-removed", "operation-id-added", B, Major);
pub(super) static OPERATION_ID_CHANGED: Rule =
    plain("operation-id-changed", "operation-id-changed", B, Major);
pub(super) static PATH_PARAMETER_RENAMED: Rule =
    plain("path-parameter-renamed", "path-parameter-renamed", C, Major);
pub(super) static CALLBACK_ADDED: Rule = plain("callback-added", "callback-removed", C, Minor);
pub(super) static CALLBACK_REMOVED: Rule = plain("callback-removed", "callback-added", B, Major);
pub(super) static DEPRECATED: Rule = plain("deprecated", "no-longer-deprecated", C, Minor);
pub(super) static NO_LONGER_DEPRECATED: Rule = plain("no-longer-deprecated", "deprecated", C, Minor);
pub(super) static UNRESOLVED_CHANGED: Rule =
    plain("unresolved-reference-changed", "unresolved-reference-changed", B, Major);

// Where requests go, and what proves their sender.
pub(super) static SERVER_ADDED: Rule = plain("server-added", "server-removed", C, Minor);
pub(super) static SERVER_REMOVED: Rule = plain("server-removed", "server-added", B, Major);
pub(super) static SERVER_VARIABLE_NARROWED: Rule =
    plain("server-variable-narrowed", "server-variable-widened", B, Major);
pub(super) static SERVER_VARIABLE_WIDENED: Rule =
    plain("server-variable-widened", "server-variable-narrowed", C, Minor);
pub(super) static SERVER_DEFAULT_CHANGED: Rule =
    plain("server-variable-default-changed", "server-variable-default-changed", B, Major);
pub(super) static SECURITY_TIGHTENED: Rule = plain("security-tightened", "security-loosened", B, Major);
pub(super) static SECURITY_LOOSENED: Rule = plain("security-loosened", "security-tightened", C, Minor);
pub(super) static SECURITY_SCHEME_CHANGED: Rule =
    plain("security-scheme-changed", "security-scheme-changed", B, Major);
pub(super) static SECURITY_FLOW_NARROWED: Rule =
    plain("security-flow-narrowed", "security-flow-widened", B, Major);
pub(super) static SECURITY_FLOW_WIDENED: Rule =
    plain("security-flow-widened", "security-flow-narrowed", C, Minor);

// Extensions with a meaning.
pub(super) static EXTENSION_PROMISE_MADE: Rule =
    plain("extension-promise-made", "extension-promise-dropped", C, Minor);
pub(super) static EXTENSION_PROMISE_DROPPED: Rule =
    plain("extension-promise-dropped", "extension-promise-made", B, Major);
pub(super) static EXTENSION_DEMAND_MADE: Rule =
    plain("extension-demand-made", "extension-demand-dropped", B, Minor);
pub(super) static EXTENSION_DEMAND_DROPPED: Rule =
    plain("extension-demand-dropped", "extension-demand-made", C, Minor);
pub(super) static EXTENSION_MEANING_CHANGED: Rule =
    plain("extension-meaning-changed", "extension-meaning-changed", B, Major);
pub(super) static EXTENSION_SETTING_CHANGED: Rule =
    plain("extension-setting-changed", "extension-setting-changed", N, Major);

// Words for people.
pub(super) static EXTENSION_NOTE_CHANGED: Rule =
    plain("extension-note-changed", "extension-note-changed", N, Patch);
pub(super) static DESCRIPTION_CHANGED: Rule = plain("description-changed", "description-changed", N, Patch);
pub(super) static EXAMPLE_CHANGED: Rule = plain("example-changed", "example-changed", N, Patch);
pub(super) static LINK_CHANGED: Rule = plain("link-changed", "link-changed", N, Patch);
pub(super) static TAG_CHANGED: Rule = plain("tag-changed", "tag-changed", N, Patch);
pub(super) static DOCUMENT_CHANGED: Rule = plain("document-changed", "document-changed", N, Patch);

/// All of them.
#[cfg(test)]
pub(super) const ALL: &[&Rule] = &[
    &TYPE_NARROWED,
    &TYPE_WIDENED,
    &TYPE_CHANGED,
    &MADE_NULLABLE,
    &MADE_NOT_NULLABLE,
    &FORMAT_ADDED,
    &FORMAT_REMOVED,
    &FORMAT_NARROWED,
    &FORMAT_WIDENED,
    &FORMAT_CHANGED,
    &PATTERN_ADDED,
    &PATTERN_REMOVED,
    &PATTERN_CHANGED,
    &ENUM_ADDED,
    &ENUM_REMOVED,
    &ENUM_WORD_ADDED,
    &ENUM_WORD_REMOVED,
    &BOUND_TIGHTENED,
    &BOUND_LOOSENED,
    &BOUND_CHANGED,
    &DEFAULT_ADDED,
    &DEFAULT_REMOVED,
    &DEFAULT_CHANGED,
    &PROPERTY_ADDED,
    &PROPERTY_REMOVED,
    &REQUIRED_PROPERTY_ADDED,
    &REQUIRED_PROPERTY_REMOVED,
    &PROPERTY_ADDED_TO_CLOSED,
    &PROPERTY_REMOVED_FROM_CLOSED,
    &PROPERTY_MADE_REQUIRED,
    &PROPERTY_MADE_OPTIONAL,
    &ADDITIONAL_NARROWED,
    &ADDITIONAL_WIDENED,
    &ALTERNATIVE_ADDED,
    &ALTERNATIVE_REMOVED,
    &ALTERNATIVES_NARROWED,
    &ALTERNATIVES_WIDENED,
    &EXCLUSION_ADDED,
    &EXCLUSION_REMOVED,
    &EXCLUSION_CHANGED,
    &DISCRIMINATOR_ADDED,
    &DISCRIMINATOR_REMOVED,
    &DISCRIMINATOR_CHANGED,
    &DISCRIMINATOR_WORD_ADDED,
    &DISCRIMINATOR_WORD_REMOVED,
    &REFERENCE_CHANGED,
    &XML_CHANGED,
    &BODY_ADDED,
    &BODY_REMOVED,
    &REQUIRED_BODY_ADDED,
    &REQUIRED_BODY_REMOVED,
    &BODY_MADE_REQUIRED,
    &BODY_MADE_OPTIONAL,
    &MEDIA_TYPE_ADDED,
    &MEDIA_TYPE_REMOVED,
    &MEDIA_TYPE_NARROWED,
    &MEDIA_TYPE_WIDENED,
    &ENCODING_CHANGED,
    &PARAMETER_ADDED,
    &PARAMETER_REMOVED,
    &REQUIRED_PARAMETER_ADDED,
    &REQUIRED_PARAMETER_REMOVED,
    &PARAMETER_MADE_REQUIRED,
    &PARAMETER_MADE_OPTIONAL,
    &PARAMETER_STYLE_CHANGED,
    &PARAMETER_EMPTY_FORBIDDEN,
    &PARAMETER_EMPTY_ALLOWED,
    &HEADER_ADDED,
    &HEADER_REMOVED,
    &REQUIRED_HEADER_ADDED,
    &REQUIRED_HEADER_REMOVED,
    &HEADER_MADE_REQUIRED,
    &HEADER_MADE_OPTIONAL,
    &HEADER_STYLE_CHANGED,
    &SUCCESS_STATUS_ADDED,
    &SUCCESS_STATUS_REMOVED,
    &ERROR_STATUS_ADDED,
    &ERROR_STATUS_REMOVED,
    &STATUS_SINGLED_OUT,
    &STATUS_MERGED,
    &OPERATION_ADDED,
    &OPERATION_REMOVED,
    &OPERATION_MOVED,
    &OPERATION_ID_ADDED,
    &OPERATION_ID_REMOVED,
    &OPERATION_ID_CHANGED,
    &PATH_PARAMETER_RENAMED,
    &CALLBACK_ADDED,
    &CALLBACK_REMOVED,
    &DEPRECATED,
    &NO_LONGER_DEPRECATED,
    &UNRESOLVED_CHANGED,
    &SERVER_ADDED,
    &SERVER_REMOVED,
    &SERVER_VARIABLE_NARROWED,
    &SERVER_VARIABLE_WIDENED,
    &SERVER_DEFAULT_CHANGED,
    &SECURITY_TIGHTENED,
    &SECURITY_LOOSENED,
    &SECURITY_SCHEME_CHANGED,
    &SECURITY_FLOW_NARROWED,
    &SECURITY_FLOW_WIDENED,
    &EXTENSION_PROMISE_MADE,
    &EXTENSION_PROMISE_DROPPED,
    &EXTENSION_DEMAND_MADE,
    &EXTENSION_DEMAND_DROPPED,
    &EXTENSION_MEANING_CHANGED,
    &EXTENSION_SETTING_CHANGED,
    &EXTENSION_NOTE_CHANGED,
    &DESCRIPTION_CHANGED,
    &EXAMPLE_CHANGED,
    &LINK_CHANGED,
    &TAG_CHANGED,
    &DOCUMENT_CHANGED,
];
