//! The time of signing: one form and no other.

use jiff::Timestamp;

use crate::signer::{format_date, parse_date};

#[test]
fn a_date_is_written_and_read_in_one_form() {
    for (time, date) in [
        ("2024-01-20T10:00:00Z", "20240120T100000Z"),
        ("2024-02-29T23:59:59Z", "20240229T235959Z"),
        ("1970-01-01T00:00:00Z", "19700101T000000Z"),
        ("9999-12-30T22:00:00Z", "99991230T220000Z"),
        ("0001-01-01T00:00:00Z", "00010101T000000Z"),
    ] {
        let time: Timestamp = time.parse().expect("a time");
        assert_eq!(format_date(time), date);
        assert_eq!(parse_date(date), Some(time));
    }
}

#[test]
fn a_part_of_a_second_is_left_out() {
    let time: Timestamp = "2024-01-20T10:00:00.999999999Z".parse().expect("a time");
    assert_eq!(format_date(time), "20240120T100000Z");
}

#[test]
fn another_form_is_no_date() {
    for text in [
        "",
        "Z",
        "2024-01-20T10:00:00Z",
        "20240120T100000",
        "20240120T100000z",
        "20240120t100000Z",
        "20240120 100000Z",
        "20240120T100000+",
        " 20240120T100000Z",
        "20240120T100000Z ",
        "20240120T100000Z[UTC]",
        "20240120T10000Z",
        "20240120T1000000Z",
        "20240120T10:00:0Z",
        "+0240120T100000Z",
        "20241301T000000Z",
        "20230229T000000Z",
        "20240120T240000Z",
        "20240120T106000Z",
        "20240120T100061Z",
        "２024012T100000Z",
        "Sat, 20 Jan 2024",
    ] {
        assert_eq!(parse_date(text), None, "{text:?}");
    }
}

#[test]
fn no_time_is_too_odd_to_be_written() {
    for time in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
        assert!(format_date(time).ends_with('Z'));
    }
}
