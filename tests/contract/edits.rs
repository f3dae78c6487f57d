//! One edit of the YAML, and nothing else: the client gets the new thing and all the rest stays as it is.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::Field;

use super::code::{Code, Difference, literals};
use super::support::{FILE, YAML, generate};

/// The contract with `text` behind the first `line` that follows `section`.
fn edited(yaml: &str, section: &str, line: &str, text: &str) -> String {
    let start = yaml.find(section).unwrap_or_else(|| panic!("the contract has no `{section}`"));
    let offset =
        yaml[start..].find(line).unwrap_or_else(|| panic!("`{section}` is not followed by `{line}`"));
    let mut edited = yaml.to_owned();
    edited.insert_str(start + offset + line.len(), text);
    edited
}

fn built(yaml: &str) -> Code {
    let code = generate(FILE, yaml).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    });
    Code::parse(&code)
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

/// The value of one serde argument of a field.
fn serde(field: &Field, argument: &str) -> Option<String> {
    let mut found = None;
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            let value = meta.value().and_then(|value| value.parse::<syn::LitStr>()).ok();
            if meta.path.is_ident(argument) {
                found = value.map(|value| value.value());
            }
            Ok(())
        });
        parsed.expect("a serde attribute parses");
    }
    found
}

fn words(tokens: impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

#[test]
fn a_new_property_becomes_a_field_that_is_read_tolerantly() {
    let text = "        reclaimed_files:\n          type: integer\n          maximum: 9\n          \
                description: How many files went.\n          x-swr-source: inferred\n";
    let section = "    GcTask:\n      type: object\n";
    let yaml = edited(YAML, section, "          description: Name of the task.\n", text);
    let (before, after) = (built(YAML), built(&yaml));

    let field = after.field("types::GcTask", "reclaimed_files");
    assert_eq!(words(&field.ty), "::std::option::Option<i64>");
    assert_eq!(serde(field, "deserialize_with").as_deref(), Some("super::read::gc_task_reclaimed_files"));
    assert_eq!(serde(field, "skip_serializing_if").as_deref(), Some("::std::option::Option::is_none"));
    let reader = after.tokens("read::gc_task_reclaimed_files()");
    assert!(words(&reader).contains("->::std::result::Result<::std::option::Option<i64>,D::Error>"));
    assert_eq!(literals(reader), ["\"reclaimed_files\"", "9223372036854775808i64", "9i64"]);
    assert!(literals(after.tokens("fields::GC_TASK")).contains(&"\"/reclaimed_files\"".to_owned()));
    let order = after.fields("types::GcTask");
    assert_eq!(order[..3], ["id", "job_name", "reclaimed_files"], "fields stand as in the YAML");
    assert_eq!(order.len(), before.fields("types::GcTask").len() + 1);

    let added = set(["types::GcTask.reclaimed_files", "read::gc_task_reclaimed_files()"]);
    let changed = set(["fields::GC_TASK", "builder::ShowGcTask as Request::PROPERTIES"]);
    assert_eq!(before.difference(&after), Difference { added, changed, ..Difference::default() });
}

#[test]
fn a_new_enum_word_becomes_a_variant_with_its_meaning() {
    let section = "    JobStatus:\n      type: string\n";
    let yaml = edited(YAML, section, "        - Pending\n", "        - Paused\n");
    let yaml =
        edited(&yaml, section, "        Pending: Waiting for its turn.\n", "        Paused: Held back.\n");
    let (before, after) = (built(YAML), built(&yaml));

    assert_eq!(after.text("types::JobStatus::Paused"), "# [doc = \" Held back.\"] Paused");
    let table = after.tokens("types::JobStatus as Word::WORDS");
    assert!(words(&table).contains("(\"Pending\",JobStatus::Pending),(\"Paused\",JobStatus::Paused),"));
    let meanings = literals(after.tokens("types::JobStatus as Word::MEANINGS"));
    assert_eq!(meanings[3..5], ["\"Waiting for its turn.\"", "\"Held back.\""]);

    let difference = Difference {
        added: set(["types::JobStatus::Paused"]),
        changed: set(["types::JobStatus as Word::WORDS", "types::JobStatus as Word::MEANINGS"]),
        ..Difference::default()
    };
    assert_eq!(before.difference(&after), difference);
}

#[test]
fn a_new_query_parameter_becomes_a_setter_that_keeps_its_bounds() {
    let text = "        - name: max_age\n          in: query\n          description: Not older than this.\n          \
                schema:\n            type: integer\n            minimum: 1\n            maximum: 30\n";
    let anchor = "        - $ref: '#/components/parameters/Status'\n";
    let yaml = edited(YAML, "operationId: ListGcTasks\n", anchor, text);
    let (before, after) = (built(YAML), built(&yaml));

    let field = after.field("builder::ListGcTasks", "max_age");
    assert_eq!(words(&field.ty), "Result<Option<crate::wire::Bounded<1,30>>,String>");
    let setter = after.text("builder::ListGcTasks::max_age()");
    assert!(setter.contains("\" Not older than this.\"") && setter.contains("Documented range: 1 to 30."));
    assert!(
        words(after.tokens("builder::ListGcTasks::max_age()"))
            .contains("TryInto<crate::wire::Bounded<1,30>>")
    );
    let sent = words(after.tokens("builder::ListGcTasks as Request::prepare()"));
    assert!(sent.contains("QueryParam::new(\"max_age\",&max_age)"), "{sent}");
    let other = ["limit", "marker", "status"].map(|name| format!("QueryParam::new(\"{name}\",&{name})"));
    assert!(other.iter().all(|query| sent.contains(query)), "{sent}");

    let difference = Difference {
        added: set(["builder::ListGcTasks.max_age", "builder::ListGcTasks::max_age()"]),
        // Its example has the new setter.
        changed: set([
            "builder::ListGcTasks",
            "builder::ListGcTasks::new()",
            "builder::ListGcTasks as Request::prepare()",
        ]),
        ..Difference::default()
    };
    assert_eq!(before.difference(&after), difference);
}

#[test]
fn what_is_inferred_is_not_called_documented() {
    let code = built(YAML);
    for (item, told) in [
        ("builder::ListGcTasks::limit()", "Range: 1 (inferred) to 100 (documented). Documented default: 10."),
        ("types::JobParameters.workers", "Documented range: 1 to 5."),
        ("types::JobParameters.freed_space", "Minimum: 0 (inferred). Unit: bytes."),
        ("types::JobParameters.dry_run", "Documented default: false."),
    ] {
        let text = code.text(item);
        assert!(text.contains(told), "{item}: {text}");
    }
}

const NEW_OPERATION: &str = "  /v2/{project_id}/instances/{instance_id}/system/gc/{gc_id}/report:
    get:
      operationId: ShowGcReport
      summary: Show the report of a clean-up
      parameters:
        - $ref: '#/components/parameters/ProjectId'
        - $ref: '#/components/parameters/InstanceId'
        - name: gc_id
          in: path
          required: true
          description: Identifier of the task.
          schema:
            type: integer
            format: int64
      responses:
        '200':
          description: The task.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/GcTask'
        '401':
          $ref: '#/components/responses/Unauthorized'
        '404':
          $ref: '#/components/responses/NotFound'
";

#[test]
fn a_new_operation_becomes_a_method_of_the_client_with_a_builder_of_its_own() {
    let (before, after) = (built(YAML), built(&edited(YAML, "paths:\n", "paths:\n", NEW_OPERATION)));

    let method = after.text("Client::show_gc_report()");
    assert!(method.contains("\" Show the report of a clean-up.\""), "{method}");
    assert!(words(after.tokens("Client::show_gc_report()")).contains("(&self)->builder::ShowGcReport"));
    assert_eq!(after.fields("builder::ShowGcReport"), ["client", "project_id", "instance_id", "gc_id"]);
    let body = after.text("builder::ShowGcReport as Request::Body");
    assert_eq!(body, "type Body = types :: GcTask ;");
    let sent = after.tokens("builder::ShowGcReport as Request::prepare()");
    let url = "\"{}/v2/{}/instances/{}/system/gc/{}/report\"";
    assert!(literals(sent.clone()).iter().any(|text| text == url), "{sent}");
    assert!(words(&sent).contains("encode_path(&gc_id.to_string())"), "{sent}");
    let start = after.text("builder::ShowGcReport::new()");
    assert!(start.contains("is missing: set it by `.gc_id(…)`"), "{start}");
    let facts = literals(after.tokens("operations::SHOW_GC_REPORT"));
    let path = "\"/v2/{project_id}/instances/{instance_id}/system/gc/{gc_id}/report\"";
    assert_eq!(facts[1..5], ["\"ShowGcReport\"", "\"GET\"", path, "200u16"]);
    assert_eq!(facts.iter().filter(|text| ["401u16", "404u16"].contains(&text.as_str())).count(), 2);
    let all = words(after.tokens("operations::ALL"));
    assert!(all.contains("&[&SHOW_GC_REPORT,&LIST_GC_TASKS,&SHOW_GC_TASK,"), "{all}");

    let mut difference = before.difference(&after);
    let own = |name: &String| name.starts_with("builder::ShowGcReport");
    assert!(difference.added.iter().any(own));
    difference.added.retain(|name| !own(name));
    let expected = Difference {
        added: set(["Client::show_gc_report()", "operations::SHOW_GC_REPORT"]),
        changed: set(["operations::ALL"]),
        ..Difference::default()
    };
    assert_eq!(difference, expected);
}

#[test]
fn a_new_error_status_brings_its_remedy_and_nothing_more() {
    let text = "        '503':
          description: The service is being updated.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Error'
          x-swr-remedy: Wait for the end of the update.
";
    let anchor = "          $ref: '#/components/responses/InternalError'\n";
    let (before, after) = (built(YAML), built(&edited(YAML, "operationId: ListGcTasks\n", anchor, text)));

    let facts = literals(after.tokens("operations::LIST_GC_TASKS"));
    assert_eq!(facts[facts.len() - 2..], ["503u16", "\"Wait for the end of the update.\""]);
    let known = literals(before.tokens("operations::LIST_GC_TASKS"));
    assert_eq!(facts[..facts.len() - 2], known, "the other statuses keep their remedies");

    let changed = set(["operations::LIST_GC_TASKS"]);
    assert_eq!(before.difference(&after), Difference { changed, ..Difference::default() });
}

/// A comment is no fact: the comparison above would be worth nothing if the build were not reproducible.
#[test]
fn an_edit_that_says_nothing_new_changes_nothing() {
    let yaml = edited(YAML, "openapi: ", "\n", "\n# A remark.\n\n");
    assert_eq!(generate(FILE, YAML).ok(), generate(FILE, &yaml).ok());
    assert_eq!(built(YAML).difference(&built(&yaml)), Difference::default());
}
