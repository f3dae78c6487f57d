//! Other ways of being right: the list of them, and one file a family.

mod answers;
mod history;
mod operations;
mod pages;

use std::fmt;

use super::naming::kebab;
use super::scene::Play;

/// Another way in which a service could answer, and be right.
///
/// ```
/// for variant in swr_gc::simulator::variants() {
///     println!("{}: {}", variant.name, variant.description);
/// }
/// ```
///
/// Variants are told to a simulator by name, with
/// [`SimulatorBuilder::variant`](super::SimulatorBuilder::variant). A check of the contract should have
/// nothing to say against any of them.
#[non_exhaustive]
pub struct Variant {
    /// What it is called, in kebab-case.
    pub name: &'static str,
    /// What it has to do with: `history`, `pages`, `answers` or `operations`.
    pub family: &'static str,
    /// What is different, in a line.
    pub description: &'static str,
    /// The fact by which it is allowed, in the words of the API description.
    pub allowed_by: &'static str,
    pub(super) way: Way,
}

/// What makes a variant.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// A history of so many tasks.
    Tasks(usize),
    /// Another reply.
    Play(Play),
}

impl fmt::Debug for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Variant").field(&self.name).finish()
    }
}

/// Every variant that a simulator can have.
///
/// ```
/// assert!(swr_gc::simulator::variants().iter().any(|variant| variant.name == "in-chunks"));
/// ```
///
/// The order is the one in which they lie around the service when there are several, the innermost first.
pub fn variants() -> &'static [Variant] {
    ALL
}

macro_rules! registry {
    ($($family:ident { $($way:ident $(($tasks:literal))? by $fact:literal: $description:literal;)* })*) => {
        &[$($(Variant {
            name: kebab!($way),
            family: stringify!($family),
            description: $description,
            allowed_by: $fact,
            way: registry!(@way $family::$way $($tasks)?),
        },)*)*]
    };
    (@way $family:ident::$way:ident) => {
        Way::Play($family::$way)
    };
    (@way $family:ident::$way:ident $tasks:literal) => {
        Way::Tasks($tasks)
    };
}

const ALL: &[Variant] = registry! {
    history {
        no_task(0) by "ListGcTasksResponse.tasks": "there is no task";
        one_task(1) by "ListGcTasksResponse.tasks": "there is one task";
        exactly_one_page(10) by "Limit.default": "the tasks fill exactly one page of the default size";
        exactly_one_largest_page(100) by "Limit.maximum":
            "the tasks fill exactly one page of the largest size";
        exactly_full_pages(700) by "x-swr-pagination.end":
            "the tasks fill the pages of 1, 7, 10 and 100 exactly";
        ids_beyond_53_bits by "GcTask.id.format": "ids are greater than a double can hold exactly";
        odd_names by "GcTask.job_name":
            "names have quotation marks, emoji, line breaks and scripts from right to left";
        oldest_first by "ListGcTasksResponse.tasks.description": "the oldest task comes first";
        shuffled by "ListGcTasksResponse.tasks.description":
            "the tasks are in an order that nobody sees through";
        partial_parameters by "JobParameters":
            "job_parameters have some of their properties, and other ones each time";
        no_parameters by "JobParameters": "job_parameters are empty";
        task_ends by "JobStatus.x-swr-final": "tasks that run or wait go on from request to request";
        task_arrives by "x-swr-pagination.items":
            "new tasks appear at the head of the list while it is walked";
    }
    pages {
        last_page_null by "x-swr-pagination.end": "the last page has null as marker";
        last_page_empty_marker by "x-swr-pagination.end": "the last page has an empty marker";
        empty_last_page by "x-swr-pagination.end": "behind a last page that is full comes an empty one";
        odd_markers by "PageInfo.next_marker.x-swr-opaque":
            "markers have blanks, `+`, `&`, `=`, `%` and letters of all sorts";
        long_markers by "PageInfo.next_marker.x-swr-opaque": "markers have 1,500 characters";
        marker_needs_limit by "x-swr-pagination.marker-needs-limit":
            "a marker without a page size is refused";
    }
    answers {
        fractional_seconds by "GcTask.creation_time.format":
            "times have fractions of a second, of several lengths";
        offset_times by "GcTask.creation_time.format": "times are told with the offset of another zone";
        new_form_errors by "Error": "refusals are told in the new form only";
        old_form_errors by "Error": "refusals are told in the old form only";
        gateway_errors by "Error": "refusals are told in the form of the gateway";
        other_error_codes by "Error.error_code": "refusals have codes that are on no list";
        json_in_lines by "responses.content": "JSON is written with blanks and line breaks";
        json_in_ascii by "responses.content": "JSON has an escape for everything that is not ASCII";
        charset_utf_8 by "responses.content": "the content type tells the charset";
        further_headers by "responses.headers": "answers have headers of proxies and caches, and a cookie";
        in_chunks by "responses.content": "bodies go in chunks, their length unsaid";
    }
    operations {
        list_only_404 by "paths": "there is nothing but the list; anything else is answered with 404";
        list_only_405 by "paths": "there is nothing but the list; anything else is answered with 405";
        list_only_501 by "paths": "there is nothing but the list; anything else is answered with 501";
        list_wherever by "paths": "there is nothing but the list, and it is what lies below its path, too";
        bodiless_as_object by "responses.200": "what has no body has an empty object";
        start_while_busy by "responses.409": "another clean-up is at work whenever one is to be started";
        start_listed_late by "x-swr-pagination.items": "a task that was started is not in its list at once";
        start_ends_at_once by "JobStatus.x-swr-stages": "a task that was started has ended at the second look";
        stop_takes_a_while by "x-swr-effect.leads-to": "a task that was stopped goes on for two looks";
        stop_of_ended_task_refused by "responses.409": "what has ended cannot be stopped once more";
        no_schedule by "ScheduleType.enum": "there is no schedule";
        defaults_left_out by "GcParameters.delete_untagged.default": "the schedule leaves out what is false";
    }
};
