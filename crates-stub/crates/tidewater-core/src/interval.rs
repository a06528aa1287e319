use std::error::Error;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

const UNITS: [(char, u32); 5] = [
    ('w', 604_800),
    ('d', 86_400),
    ('h', 3_600),
    ('m', 60),
    ('s', 1),
];

/// How long a candle lasts: a whole number of seconds, above zero.
///
/// ```
/// use tidewater_core::Interval;
///
/// let interval: Interval = "90m".parse()?;
/// assert_eq!(interval.seconds(), 5_400);
/// assert_eq!(Interval::from_seconds(7_200)?.to_string(), "2h");
/// # Ok::<(), tidewater_core::IntervalError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval(NonZeroU32);

impl Interval {
    /// One minute.
    pub const MINUTE: Self = Self(NonZeroU32::new(60).unwrap());

    /// An interval of so many seconds.
    ///
    /// # Errors
    ///
    /// [`IntervalError::Zero`] for 0.
    pub fn from_seconds(seconds: u32) -> Result<Self, IntervalError> {
        NonZeroU32::new(seconds)
            .map(Self)
            .ok_or(IntervalError::Zero)
    }

    /// The length in seconds.
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.0.get()
    }

    /// The start of the interval that `time` falls in, counted from the Unix epoch; `None` if that
    /// start is earlier than an `i64` can say.
    ///
    /// ```
    /// let minute = tidewater_core::Interval::from_seconds(60)?;
    /// assert_eq!(minute.floor(119), Some(60));
    /// assert_eq!(minute.floor(-1), Some(-60));
    /// # Ok::<(), tidewater_core::IntervalError>(())
    /// ```
    #[must_use]
    pub fn floor(self, time: i64) -> Option<i64> {
        time.checked_sub(time.rem_euclid(i64::from(self.seconds())))
    }

    /// Whether a whole number of `shorter` intervals fills this one.
    #[must_use]
    pub fn is_multiple_of(self, shorter: Self) -> bool {
        self.seconds() % shorter.seconds() == 0
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.seconds();
        let (unit, length) = UNITS
            .into_iter()
            .find(|(_, length)| seconds % length == 0)
            .unwrap_or(('s', 1));
        write!(f, "{}{unit}", seconds / length)
    }
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (count, length) = UNITS
            .into_iter()
            .find_map(|(unit, length)| Some((text.strip_suffix(unit)?, length)))
            .ok_or(IntervalError::Unreadable)?;
        if count.is_empty() || !count.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IntervalError::Unreadable);
        }
        let seconds = count
            .parse::<u32>()
            .ok()
            .and_then(|count| count.checked_mul(length))
            .ok_or(IntervalError::TooLong)?;
        Self::from_seconds(seconds)
    }
}

/// Why a number or a text is not an [`Interval`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IntervalError {
    /// Not a whole number followed by `s`, `m`, `h`, `d` or `w`.
    Unreadable,
    /// An interval of no length.
    Zero,
    /// More seconds than a `u32` can hold.
    TooLong,
}

impl fmt::Display for IntervalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "an interval is a whole number and a unit (s, m, h, d or w)",
            Self::Zero => "an interval must be longer than zero",
            Self::TooLong => "an interval must be shorter than 2^32 seconds",
        })
    }
}

impl Error for IntervalError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_in_its_largest_whole_unit() {
        for text in ["1s", "90s", "1m", "90m", "4h", "1d", "2w"] {
            assert_eq!(text.parse::<Interval>().unwrap().to_string(), text);
        }
        assert_eq!("1440m".parse::<Interval>().unwrap().to_string(), "1d");
    }

    #[test]
    fn refuses_what_is_not_an_interval() {
        for text in ["", "m", "5", "-5m", "+5m", "1.5h", "5 m", "5M", "5é"] {
            assert_eq!(
                text.parse::<Interval>(),
                Err(IntervalError::Unreadable),
                "{text}"
            );
        }
        assert_eq!("0m".parse::<Interval>(), Err(IntervalError::Zero));
        assert_eq!("9999w".parse::<Interval>(), Err(IntervalError::TooLong));
    }

    #[test]
    fn has_no_floor_before_the_first_instant() {
        let interval = Interval::from_seconds(60).unwrap();
        assert_eq!(interval.floor(i64::MIN), None);
        assert_eq!(interval.floor(0), Some(0));
    }

    #[test]
    fn knows_what_it_is_made_of() {
        let hour: Interval = "1h".parse().unwrap();
        assert!(hour.is_multiple_of("15m".parse().unwrap()));
        assert!(!hour.is_multiple_of("7m".parse().unwrap()));
        assert!(!hour.is_multiple_of("1d".parse().unwrap()));
    }
}
