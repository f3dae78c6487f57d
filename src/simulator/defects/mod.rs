//! What the simulator can be told to do wrong: the list of it, and one file a family.

mod auth;
mod bounds;
mod errors;
mod filters;
mod history;
mod pages;
mod schedule;
mod schema;
mod starts;
mod tasks;
mod wire;

use std::fmt;

use super::naming::kebab;
use super::scene::Play;

/// Something that a service could do wrong, and that a check of the contract should find.
///
/// ```
/// for defect in swr_gc::simulator::defects() {
///     println!("{}: {}", defect.name, defect.description);
/// }
/// ```
///
/// Defects are told to a simulator by name, with
/// [`SimulatorBuilder::defect`](super::SimulatorBuilder::defect).
#[non_exhaustive]
pub struct Defect {
    /// What it is called, in kebab-case.
    pub name: &'static str,
    /// What it has to do with: `history`, `filters`, `pages`, `bounds`, `schema`, `auth`, `tasks`, `starts`, `schedule`,
    /// `errors` or `wire`.
    pub family: &'static str,
    /// What happens, in a line.
    pub description: &'static str,
    /// The fact that does not hold any more, in the words of the API description.
    pub breaks: &'static str,
    pub(super) play: Play,
}

impl fmt::Debug for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Defect").field(&self.name).finish()
    }
}

/// Every defect that a simulator can have.
///
/// ```
/// assert!(swr_gc::simulator::defects().iter().any(|defect| defect.name == "marker-loop"));
/// ```
///
/// The order is the one in which they lie around the service when there are several, the innermost first.
pub fn defects() -> &'static [Defect] {
    ALL
}

macro_rules! registry {
    ($($family:ident { $($play:ident breaks $breaks:literal: $description:literal;)* })*) => {
        &[$($(Defect {
            name: kebab!($play),
            family: stringify!($family),
            description: $description,
            breaks: $breaks,
            play: $family::$play,
        },)*)*]
    };
}

const ALL: &[Defect] = registry! {
    history {
        update_before_creation breaks "GcTask.update_time":
            "every task changed for the last time before it was created";
        update_rarely_before_creation breaks "GcTask.update_time":
            "a few tasks have their two times exchanged";
        duplicate_ids breaks "x-swr-pagination.identity": "two tasks at a time have the same id";
        ids_change_between_runs breaks "x-swr-pagination.identity":
            "every second listing gives the tasks other ids";
        total_differs_between_runs breaks "x-swr-pagination.items":
            "every second listing ends one task early";
        finished_task_updated breaks "JobStatus.x-swr-final":
            "in every second listing a few finished tasks changed once more";
        finished_task_runs_again breaks "JobStatus.x-swr-final":
            "in every second listing, failed tasks have another status, which is not final";
    }
    filters {
        filter_ignored breaks "x-swr-filters": "a filter selects nothing";
        filter_lost_after_first_page breaks "x-swr-filters": "a filter holds on the first page only";
        filter_lost_on_last_page breaks "x-swr-filters":
            "the last page of a filter is filled up with tasks that do not fit it";
        filter_after_paging breaks "x-swr-pagination.limit":
            "a filter only thins out the pages of the whole, so that some are short or empty";
        filter_empty_for_last_word breaks "x-swr-filters": "the filter's last word finds nothing";
        filter_loses_first breaks "x-swr-filters": "a filter misses the first task that fits it";
        filter_loses_last breaks "x-swr-filters": "a filter misses the last task that fits it";
        filter_shifted breaks "x-swr-filters": "each word of a filter selects what the next word should";
        filter_mixes_two breaks "x-swr-filters":
            "the filter's last word selects what its first one does, too";
        filter_relabels breaks "x-swr-filters": "a filter selects nothing, and every task claims to fit it";
        filter_in_any_case breaks "JobStatus.enum":
            "a word of a filter may be written in capitals or small letters";
        filter_forgets_marker breaks "x-swr-pagination.marker": "with a filter every page is the first one";
        filter_forgets_limit breaks "x-swr-pagination.limit": "with a filter every page has the default size";
        filter_refuses_last_word breaks "JobStatus.enum": "the filter's last word is refused with 400";
        whole_lacks_last_word breaks "x-swr-filters":
            "without a filter, the tasks that its last word selects are missing";
    }
    pages {
        marker_loop breaks "x-swr-pagination.next":
            "from page 2 on, a page's marker leads to the page itself";
        marker_loop_of_two breaks "x-swr-pagination.next": "page 3 leads back to page 2";
        last_page_leads_back breaks "x-swr-pagination.end": "the last page leads back to page 2";
        pages_without_end breaks "x-swr-pagination.end":
            "after the last page come empty pages, each with a new marker";
        dead_marker breaks "x-swr-pagination.next": "from page 2 on, a page offers a marker that is refused";
        marker_good_once breaks "x-swr-pagination.marker":
            "a marker is refused when it comes for the second time";
        marker_works_without_filter_only breaks "x-swr-pagination.marker":
            "with a filter, every marker is refused";
        marker_constant breaks "x-swr-pagination.next":
            "every page has the same marker, and the server remembers how far the walk is";
        answers_alternate breaks "x-swr-pagination.items":
            "the same request gets its page backwards every second time";
        limit_ignored breaks "x-swr-pagination.limit": "every page has the default size";
        all_in_one_page breaks "ListGcTasksResponse.tasks.maxItems": "the first page has everything";
        page_one_too_many breaks "x-swr-pagination.limit": "a page has a task more than its size";
        page_one_too_few breaks "x-swr-pagination.limit":
            "a page has a task less than its size, and leads on";
        short_second_page breaks "x-swr-pagination.limit": "page 2 has half its size, and leads on";
        empty_page_between breaks "x-swr-pagination.limit":
            "between page 1 and page 2 there is an empty page, which leads on";
        limit_capped breaks "Limit.maximum": "no page has more than 50 tasks";
        marker_missing_too_early breaks "x-swr-pagination.end":
            "page 2 has no marker, although tasks are left";
        marker_null_too_early breaks "x-swr-pagination.end":
            "page 2 has null as marker, although tasks are left";
        marker_empty_too_early breaks "x-swr-pagination.end":
            "page 2 has an empty marker, although tasks are left";
        list_cut_at_hundred breaks "x-swr-pagination.end": "every list ends after 100 tasks";
        page_repeats_task breaks "x-swr-pagination.marker":
            "a page begins with the last task of the page before";
        page_skips_task breaks "x-swr-pagination.marker": "between two pages a task is skipped";
        page_served_twice breaks "x-swr-pagination.marker": "page 2 has the tasks of page 1";
        order_depends_on_limit breaks "x-swr-pagination.items":
            "with a page size from 50 on, the list is backwards";
        odd_pages_reversed breaks "x-swr-pagination.items": "with an odd page size, each page is backwards";
        large_page_loses_task breaks "x-swr-pagination.items":
            "with a page size from 50 on, each page lacks a task in its middle";
    }
    bounds {
        default_limit_doubled breaks "Limit.default": "without a page size, a page has 20 tasks";
        limit_zero_accepted breaks "Limit.minimum": "the page size 0 is taken for the default one";
        limit_zero_empty_page breaks "Limit.minimum": "the page size 0 gets an empty page";
        limit_zero_crashes breaks "responses.400": "the page size 0 is answered with 500";
        limit_negative_accepted breaks "Limit.minimum": "a negative page size is taken for the default one";
        limit_above_maximum_clamped breaks "Limit.maximum":
            "a page size above the maximum is taken for the maximum";
        limit_above_maximum_served breaks "Limit.maximum":
            "a page size above the maximum gets a page of that size";
        limit_above_maximum_crashes breaks "responses.400":
            "a page size above the maximum is answered with 500";
        limit_maximum_refused breaks "Limit.maximum": "the maximum is refused";
        limit_minimum_refused breaks "Limit.minimum": "the minimum is refused";
        limit_text_accepted breaks "Limit.type":
            "a page size that is no integer is taken for the default one";
        limit_text_crashes breaks "responses.400": "a page size that is no integer is answered with 500";
        filter_unknown_accepted breaks "JobStatus.enum": "an unknown word of a filter gets the whole list";
        filter_unknown_empty breaks "JobStatus.enum": "an unknown word of a filter gets an empty list";
        filter_unknown_crashes breaks "responses.400": "an unknown word of a filter is answered with 500";
        marker_unknown_accepted breaks "x-swr-pagination.marker": "an unknown marker gets the first page";
        marker_unknown_empty breaks "x-swr-pagination.marker": "an unknown marker gets an empty page";
        marker_unknown_crashes breaks "responses.400": "an unknown marker is answered with 500";
        bad_parameter_with_404 breaks "responses.400": "a bad parameter is answered with 404";
        bad_parameter_with_422 breaks "responses": "a bad parameter is answered with 422";
    }
    schema {
        items_missing breaks "ListGcTasksResponse.tasks": "a page has no list of tasks";
        items_null breaks "ListGcTasksResponse.tasks.type": "the list of tasks is null";
        items_object breaks "ListGcTasksResponse.tasks.type":
            "the list of tasks is an object with numbered keys";
        items_as_text breaks "ListGcTasksResponse.tasks.type":
            "the list of tasks is a text that holds its JSON";
        items_with_null breaks "ListGcTasksResponse.tasks.items":
            "null stands behind the last task of each page";
        body_is_the_list breaks "ListGcTasksResponse.type": "the body is the bare list of tasks";
        page_info_missing breaks "ListGcTasksResponse.page_info": "no page has page_info, so none leads on";
        page_info_list breaks "ListGcTasksResponse.page_info.type":
            "page_info is a list with the object in it";
        page_info_null breaks "ListGcTasksResponse.page_info.type": "page_info is null";
        marker_number breaks "PageInfo.next_marker.type": "a marker is a number";
        marker_object breaks "PageInfo.next_marker.type": "a marker is an object";
        id_text breaks "GcTask.id.type": "an id is a text of digits";
        id_float breaks "GcTask.id.type": "an id is written as 1001.0";
        id_fraction breaks "GcTask.id.type": "an id is 1001.5";
        id_beyond_int64 breaks "GcTask.id.format": "an id is greater than 64 bits with a sign can hold";
        id_null breaks "GcTask.id.type": "an id is null";
        id_missing breaks "GcTask.id": "no task has an id";
        name_number breaks "GcTask.job_name.type": "a name is a number";
        kind_unknown_word breaks "JobKind.enum": "a job_kind is a word that is not described";
        kind_lower_case breaks "JobKind.enum": "a job_kind is written in small letters";
        status_unknown_word breaks "JobStatus.enum": "a job_status is a word that is not described";
        status_rarely_unknown breaks "JobStatus.enum": "a few tasks have a job_status that is not described";
        status_lower_case breaks "JobStatus.enum": "a job_status is written in small letters";
        status_number breaks "JobStatus.type": "a job_status is a number";
        time_without_zone breaks "GcTask.creation_time.format": "a time does not tell its zone";
        time_rarely_without_zone breaks "GcTask.update_time.format":
            "a few tasks have an update_time that does not tell its zone";
        time_local_form breaks "GcTask.creation_time.format":
            "a time is written with a blank, as 2024-01-20 10:00:00";
        time_date_only breaks "GcTask.creation_time.format": "a time is a date";
        time_epoch breaks "GcTask.creation_time.type": "a time is a number of seconds since 1970";
        time_impossible breaks "GcTask.creation_time.format": "a time is on 30 February";
        time_empty breaks "GcTask.creation_time.format": "a time is an empty text";
        flag_text breaks "JobParameters.delete_untagged.type": "a flag is the text \"true\" or \"false\"";
        flag_number breaks "JobParameters.dry_run.type": "a flag is 1 or 0";
        workers_zero breaks "JobParameters.workers.minimum": "workers is 0";
        workers_six breaks "JobParameters.workers.maximum": "workers is 6";
        workers_text breaks "JobParameters.workers.type": "workers is a text of digits";
        workers_null breaks "JobParameters.workers.type": "workers is null";
        freed_space_negative breaks "JobParameters.freed_space.minimum": "freed_space is -1";
        freed_space_rarely_negative breaks "JobParameters.freed_space.minimum":
            "freed_space is negative for a few tasks, as if 32 bits had run over";
        freed_space_text breaks "JobParameters.freed_space.type": "freed_space is a text with a unit";
        counters_negative breaks "JobParameters.purged_blobs.minimum":
            "purged_blobs and purged_manifests are -1";
        parameters_in_text breaks "GcTask.job_parameters.type":
            "job_parameters is a text that holds its JSON, which x-swr-embedded bears";
        parameters_list breaks "GcTask.job_parameters.type": "job_parameters is a list with the object in it";
        parameters_null breaks "GcTask.job_parameters.type": "job_parameters is null";
        undescribed_property breaks "GcTask.properties": "a task has a property that is not described";
        names_in_camel_case breaks "GcTask.properties":
            "properties are named in camel case, so that the described ones are missing";
    }
    auth {
        no_token_accepted breaks "security": "without a token and without a signature one is let in";
        no_token_empty_list breaks "security":
            "without a token and without a signature one gets an empty list";
        no_token_redirected breaks "responses.401":
            "without a token and without a signature one is sent to a page to sign in";
        no_token_with_403 breaks "responses.401":
            "without a token and without a signature one is answered 403";
        no_token_with_500 breaks "responses.401":
            "without a token and without a signature one is answered 500";
        wrong_token_accepted breaks "XAuthToken": "any token is good";
        wrong_token_with_400 breaks "responses.401": "a wrong token is answered with 400";
        wrong_token_with_500 breaks "responses.401": "a wrong token is answered with 500";
        signature_unchecked breaks "AkSk": "any signature is good";
        signature_never_expires breaks "AkSk": "a signature is good however old it is";
        forbidden_allowed breaks "x-swr-permission": "a user without permission is let in";
        forbidden_empty_list breaks "x-swr-permission": "a user without permission gets an empty list";
        forbidden_with_401 breaks "responses.403": "a user without permission is answered 401";
        forbidden_with_404 breaks "responses.403": "a user without permission is answered 404";
        forbidden_with_500 breaks "responses.403": "a user without permission is answered 500";
        unknown_instance_served breaks "responses.404":
            "an unknown instance has the tasks of the one that is known";
        unknown_instance_empty_list breaks "responses.404": "an unknown instance has an empty list";
        unknown_instance_with_400 breaks "responses.404": "an unknown instance is answered with 400";
        unknown_instance_with_403 breaks "responses.404": "an unknown instance is answered with 403";
        unknown_instance_with_500 breaks "responses.404": "an unknown instance is answered with 500";
        unknown_project_served breaks "responses.404":
            "an unknown project has the tasks of the one that is known";
    }
    tasks {
        task_shown_with_other_time breaks "GcTask.update_time": "a task that is shown alone has another update_time";
        task_shown_with_other_status breaks "x-swr-effect.of":
            "a task that is Success in the list is Error when it is shown alone";
        task_shown_is_another breaks "x-swr-effect.by": "in place of a task the one before it is shown";
        task_shown_waits_again breaks "JobStatus.x-swr-stages":
            "a task that is Running in the list is Pending when it is shown alone";
        task_shown_with_text_id breaks "GcTask.id.type": "the id of a task that is shown alone is a text";
        task_shown_in_envelope breaks "GcTask.properties": "a task is shown inside of another object";
        task_shown_in_list breaks "GcTask.type": "a task is shown as a list of one";
        task_shown_with_undescribed_property breaks "GcTask.properties":
            "a task that is shown alone has a property that is not described";
        task_shown_to_anybody breaks "security": "without a token and without a signature one is shown a task";
        task_shown_without_permission breaks "x-swr-permission": "a user without permission is shown a task";
        unknown_task_empty breaks "responses.404": "a task that there is not is an empty object";
        unknown_task_with_400 breaks "responses.404": "a task that there is not is answered with 400";
        unknown_task_with_500 breaks "responses.404": "a task that there is not is answered with 500";
        malformed_task_id_accepted breaks "TaskId.pattern": "what is no id of a task gets an empty object";
        malformed_task_id_with_500 breaks "TaskId.pattern": "what is no id of a task is answered with 500";
    }
    starts {
        started_task_not_listed breaks "x-swr-effect.of": "a task that was started is in no list";
        start_with_other_id breaks "x-swr-effect.id": "a start is answered with an id that no task has";
        start_with_known_id breaks "x-swr-effect.id": "a start is answered with the id of the task before";
        start_with_first_id_again breaks "x-swr-effect.id": "every start is answered with the id of the first one";
        start_for_real breaks "x-swr-effect.trial": "a start that is to try only deletes all the same";
        start_with_text_id breaks "ExecuteGcScheduleResponse.id.type": "a start is answered with an id that is a text";
        start_without_id breaks "x-swr-effect.id": "a start is answered with an empty object";
        start_with_200 breaks "responses.202": "a start is answered with 200";
        start_refused breaks "responses.202": "every start is answered with 400, and done";
        start_without_token breaks "security": "without a token and without a signature one starts a clean-up";
        start_with_six_workers breaks "GcParameters.workers.maximum": "a start with too many workers is done with 5";
        start_with_no_workers breaks "GcParameters.workers.minimum": "a start with 0 workers is done with 1";
        start_of_unknown_type breaks "ExecuteType.enum": "a start of an unknown type is done at once";
        start_crashes_on_bad_body breaks "responses.400": "a start that is not as described is answered with 500";
        start_with_bad_body_with_422 breaks "responses": "a start that is not as described is answered with 422";
        start_with_bad_body_with_404 breaks "responses.400":
            "a start that is not as described is answered with 404";
        stop_ignored breaks "x-swr-effect.leads-to": "a stop is accepted, and the task goes on";
        stop_with_202 breaks "responses.200": "a stop is answered with 202";
        stop_with_204 breaks "responses.200": "a stop is answered with 204";
        stop_refused breaks "responses.200": "every stop is answered with 400, and done";
        second_stop_crashes breaks "responses.200": "the second stop of a task is answered with 500";
        stop_of_unknown_task breaks "responses.404": "the stop of a task that there is not is accepted";
        stop_of_unknown_task_crashes breaks "responses.404":
            "the stop of a task that there is not is answered with 500";
    }
    schedule {
        schedule_of_unknown_type breaks "ScheduleType.enum": "the schedule has a type that is not described";
        schedule_with_no_workers breaks "GcParameters.workers.minimum": "the schedule has 0 workers";
        schedule_time_without_zone breaks "ScheduleDetails.next_scheduled_time.format":
            "the next time of the schedule does not tell its zone";
        schedule_null breaks "ShowGcScheduleResponse.schedule": "the schedule is null";
        schedule_with_undescribed_property breaks "ShowGcScheduleResponse.properties":
            "the schedule has a property that is not described";
        schedule_shown_to_anybody breaks "security":
            "without a token and without a signature one is shown the schedule";
        schedule_shown_without_permission breaks "x-swr-permission":
            "a user without permission is shown the schedule";
        schedule_never_kept breaks "x-swr-effect.of": "the schedule is for ever what it was";
        schedule_cron_replaced breaks "x-swr-effect.of": "whatever is written, the cron expression is another one";
        schedule_parameters_replaced breaks "x-swr-effect.of": "whatever is written, the parameters are other ones";
        schedule_workers_kept_as_before breaks "x-swr-effect.of": "whatever is written, there are 2 workers";
        schedule_cancelled_by_write breaks "x-swr-effect.of": "whatever is written, there is no schedule from then on";
        schedule_write_of_unknown_type breaks "ScheduleType.enum":
            "a schedule of an unknown type is accepted, and not kept";
        schedule_write_without_cron breaks "x-swr-cases.needs":
            "a schedule without a cron expression is accepted, and not kept";
        schedule_refused_and_kept breaks "responses.400": "a schedule of an unknown type is refused, and kept as Custom";
        schedule_forbidden_and_kept breaks "responses.403":
            "the schedule of a user without permission is refused, and kept";
        schedule_write_without_permission breaks "x-swr-permission": "a user without permission changes the schedule";
        schedule_write_crashes_on_bad_body breaks "responses.400":
            "a schedule that is not as described is answered with 500";
        schedule_write_with_204 breaks "responses.200": "a new schedule is answered with 204";
        schedule_write_refused breaks "responses.200": "every schedule is answered with 400, and kept";
    }
    errors {
        error_html breaks "Error": "a refusal is a web page";
        error_html_as_json breaks "Error": "a refusal is a web page that calls itself JSON";
        error_empty breaks "Error": "a refusal has an empty body";
        error_text breaks "Error": "a refusal is a line of text";
        error_content_type breaks "responses.content": "a refusal calls itself HTML";
        error_of_another_shape breaks "Error.properties":
            "a refusal is JSON of a shape that is not described";
        error_bare_array breaks "Error.type": "a refusal is a bare array of the old form";
        error_without_anything breaks "Error.properties": "a refusal is an empty object";
        error_code_missing breaks "Error.error_code": "a refusal has no code";
        error_code_number breaks "Error.error_code.type": "the code of a refusal is a number";
        error_message_missing breaks "Error.error_msg": "a refusal has no message";
        error_message_null breaks "Error.error_msg.type": "the message of a refusal is null";
        error_message_object breaks "Error.error_msg.type":
            "the message of a refusal is an object with a text for each language";
        error_details_object breaks "Error.details.type": "the details of a refusal are an object";
        error_with_200 breaks "responses.200": "a refusal has the status 200";
        error_with_undescribed_status breaks "responses": "a refusal has the status 418";
        error_echoes_token breaks "XAuthToken": "the message of a refusal repeats the token or the signature";
    }
    wire {
        status_201 breaks "responses.200": "a success has the status 201";
        status_204 breaks "responses.200": "a success has the status 204 and no body";
        status_206 breaks "responses.200": "a success has the status 206";
        status_302 breaks "responses.200": "a success is a redirect";
        every_fifth_answer_fails breaks "responses.200": "every fifth request is answered with 500";
        content_type_html breaks "responses.200.content": "a success calls itself HTML";
        content_type_text breaks "responses.200.content": "a success calls itself plain text";
        content_type_latin_1 breaks "responses.200.content": "a success calls itself JSON in Latin-1";
        content_type_missing breaks "responses.200.content": "a success does not say what it is";
        request_id_constant breaks "RequestId": "every success has the same request id";
        compressed_in_name_only breaks "responses.200.content": "a success calls itself gzip and is none";
        body_empty breaks "ListGcTasksResponse": "a success has an empty body";
        body_html breaks "ListGcTasksResponse": "a success is a page to sign in at";
        body_null breaks "ListGcTasksResponse.type": "a success is null";
        body_truncated breaks "responses.200.content": "a success is half a body";
        body_twice breaks "responses.200.content": "a success is its body twice";
        body_in_text breaks "ListGcTasksResponse.type": "a success is a text that holds its JSON";
        body_with_bom breaks "responses.200.content": "a success begins with a byte order mark";
        body_in_utf_16 breaks "responses.200.content": "a success is written in UTF-16";
        invalid_utf_8 breaks "responses.200.content": "names have a byte that is no UTF-8";
        half_surrogate breaks "responses.200.content": "names have half a surrogate pair";
        line_break_in_text breaks "responses.200.content": "names have a line break that is not escaped";
        trailing_comma breaks "responses.200.content": "a comma stands behind the last property";
        single_quotes breaks "responses.200.content": "texts stand in single quotation marks";
        stray_quotation_mark breaks "responses.200.content":
            "a quotation mark stands behind job_parameters, as in the published example";
        number_nan breaks "responses.200.content": "integers are NaN";
        number_with_leading_zero breaks "responses.200.content": "integers begin with a zero";
        duplicate_key breaks "responses.200.content": "a task has its id twice, with two values";
    }
};
