//! Times in the form in which they usually come.

/// Seconds from the beginning of the year 0 in UTC, and nanoseconds.
pub(super) type Instant = (i64, u32);

/// The instant of a time like `2024-01-20T10:00:00Z`, with a fraction or an offset also.
///
/// Nothing means that it is another form, or no time: leap seconds, small letters and more than nine decimals are left to
/// others.
pub(super) fn instant(text: &str) -> Option<Instant> {
    let (date, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let [_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', _, _, b':', _, _] = date else { return None };
    let pair = |at: usize| two(date[at], date[at + 1]);
    let (year, month, day) = (100 * pair(0)? + pair(2)?, pair(5)?, pair(8)?);
    let (hour, minute, second) = (pair(11)?, pair(14)?, pair(17)?);
    if day == 0 || day > days(year, month)? || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (nanoseconds, offset) = match rest {
        b"Z" => return Some((seconds(year, month, day) + 3600 * hour + 60 * minute + second, 0)),
        [b'.', fraction @ ..] => fractional(fraction)?,
        offset => (0, offset),
    };
    let offset = match offset {
        b"Z" => 0,
        [sign @ (b'+' | b'-'), a, b, b':', c, d] => {
            let (hours, minutes) = (two(*a, *b)?, two(*c, *d)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = 3600 * hours + 60 * minutes;
            if *sign == b'+' { offset } else { -offset }
        }
        _ => return None,
    };
    Some((seconds(year, month, day) + 3600 * hour + 60 * minute + second - offset, nanoseconds))
}

/// Nanoseconds, and what stands behind the decimals.
fn fractional(text: &[u8]) -> Option<(u32, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (decimals, rest) = text.split_at(length);
    if !(1..=9).contains(&length) {
        return None;
    }
    let value = decimals.iter().fold(0, |value, digit| 10 * value + u32::from(digit - b'0'));
    Some(((length..9).fold(value, |value, _| 10 * value), rest))
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| i64::from(10 * tens + ones))
}

fn days(year: i64, month: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    Some(match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    })
}

/// Seconds up to a day, in years that begin in March.
fn seconds(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    86_400 * (365 * year + leap + (153 * month + 2) / 5 + day)
}
