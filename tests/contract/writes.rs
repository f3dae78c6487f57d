//! Mistakes in what is said of writing operations, each made in the contract itself: where it is told, and how.

use super::support::{FILE, YAML, generate};

/// What the mistake is about, a text behind that place, what stands there instead; and what is told of it.
type Mistake = (&'static str, &'static str, &'static str, &'static [&'static str]);

const STOP: &str = "      operationId: StopGcTask\n";
const START: &str = "      operationId: ExecuteGcSchedule\n";
const WRITE: &str = "      operationId: UpdateGcSchedule\n";
const SHOW: &str = "      operationId: ShowGcTask\n";
const SCHEDULE: &str = "    UpdateGcScheduleRequest:\n";
const STATUS: &str = "    JobStatus:\n";

const MISTAKES: &[Mistake] = &[
    // Bodies
    (
        START,
        "          application/json:\n            schema:\n",
        "          text/plain:\n            schema:\n",
        &["the media type `text/plain` is not supported"],
    ),
    (START, "        required: true\n", "", &["the body of a request is not `required: true`"]),
    (
        "        parameters:\n          description: What the clean-up is to be told to do.\n",
        "RequestedGcParameters'\n",
        "GcParameters'\n",
        &["`GcParameters` is both sent and received"],
    ),
    (
        "    Cron:\n",
        "      minLength: 1\n",
        "      format: date-time\n",
        &["a time in what is sent is not supported"],
    ),
    (
        "    Cron:\n",
        "      minLength: 1\n",
        "      nullable: true\n",
        &["`nullable` is not checked in what is sent"],
    ),
    (
        "    Cron:\n",
        "      type: string\n",
        "      type: array\n      items:\n        type: string\n",
        &["a list in what is sent is not supported"],
    ),
    (
        "    RequestedGcParameters:\n",
        "        - workers\n",
        "        - worker\n",
        &["`required` names \"worker\""],
    ),
    // Cases
    (
        SCHEDULE,
        "        by: /schedule/type\n",
        "        by: /schedule/kind\n",
        &["the body has no `/schedule/kind`"],
    ),
    (
        SCHEDULE,
        "        by: /schedule/type\n",
        "        by: /schedule/cron\n",
        &["the body has no `/schedule/cron` that"],
    ),
    (SCHEDULE, "          None: []\n", "", &["the word `None` is missing"]),
    (
        SCHEDULE,
        "          None: []\n",
        "          None: []\n          Hourly: []\n",
        &["`Hourly` is no word of"],
    ),
    (
        SCHEDULE,
        "            - /parameters\n",
        "            - /parameter\n",
        &["the body has no `/parameter`", "belongs"],
    ),
    (
        SCHEDULE,
        "            - /schedule/cron\n",
        "",
        &["it is not said to which word `/schedule/cron` belongs"],
    ),
    (SCHEDULE, "          None: []\n", "          None: nothing\n", &["expected lists of texts"]),
    // Effects
    (STOP, "        does: stop\n", "        does: halt\n", &["`does` says `halt`"]),
    (STOP, "        of: ShowGcTask\n", "        of: ShowTask\n", &["there is no operation `ShowTask`"]),
    (STOP, "        by: gc_id\n", "        by: limit\n", &["the operation has no path parameter `limit`"]),
    (STOP, "        by: gc_id\n", "", &["`stop` needs `by`"]),
    (
        STOP,
        "        state: job_status\n",
        "        state: job_name\n",
        &["`ShowGcTask` shows no `job_name` with words"],
    ),
    (
        STOP,
        "        leads-to: Stopped\n",
        "        leads-to: Halted\n",
        &["`Halted` is no word of `job_status`"],
    ),
    (
        STOP,
        "        leads-to: Stopped\n",
        "        leads-to: Stopped\n        id: /id\n",
        &["`id` does not belong to `stop`"],
    ),
    (SHOW, "        of: ListGcTasks\n", "        of: ShowGcSchedule\n", &["`ShowGcSchedule` lists nothing"]),
    (START, "        id: /id\n", "        id: /task\n", &["the answer has no `/task`"]),
    (START, "        trial: /parameters/dry_run\n", "", &["`start` needs `trial`"]),
    (
        START,
        "        shown-in: /job_parameters\n",
        "        shown-in: /parameters\n",
        &["an item of `ListGcTasks` has no `/parameters`"],
    ),
    (
        START,
        "        trial: /parameters/dry_run\n",
        "        trial: /parameters/workers\n",
        &["the request has no flag `/parameters/workers`"],
    ),
    (
        WRITE,
        "        of: ShowGcSchedule\n",
        "        of: StopGcTask\n",
        &["what is written has no body, or what is read"],
    ),
    // Stages
    (
        STATUS,
        "        - Pending\n        - Running\n",
        "        - Waiting\n",
        &["\"Waiting\" is no word of the enum"],
    ),
    (
        STATUS,
        "      x-swr-stages:\n        - Pending\n",
        "      x-swr-stages:\n        - Error\n",
        &["\"Error\" is final, so it is no stage"],
    ),
];

/// The contract with one mistake, and the line of it.
fn mistaken(section: &str, old: &str, new: &str) -> (String, usize) {
    let start = YAML.find(section).unwrap_or_else(|| panic!("there is no {section:?}"));
    let at =
        start + YAML[start..].find(old).unwrap_or_else(|| panic!("there is no {old:?} behind {section:?}"));
    let line = YAML[..at].lines().count();
    (format!("{}{new}{}", &YAML[..at], &YAML[at + old.len()..]), line)
}

#[test]
fn a_mistake_in_what_is_said_of_writing_operations_is_told_near_to_where_it_stands() {
    let mut wrong = Vec::new();
    for (section, old, new, told) in MISTAKES {
        let (yaml, line) = mistaken(section, old, new);
        let problems = generate(FILE, &yaml).err().unwrap_or_default();
        for told in *told {
            // A part that is missing is told at its parent.
            let near = problems.iter().find(|problem| problem.to_string().contains(told));
            if near.is_none_or(|problem| problem.position.line.abs_diff(line) > 60) {
                let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
                wrong.push(format!("{section:?} {old:?}, line {line}: {told}: {all:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
