use std::error::Error;
use std::fmt;

/// Prices and volume of one span of time.
///
/// Every candle holds these invariants:
///
/// - the four prices are finite and above zero;
/// - `high` is at least, and `low` at most, every other price;
/// - `volume` is finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candle {
    open_time: i64,
    open: f64,
    high: f64,
    low: f64,
    close: f64,
    volume: f64,
}

impl Candle {
    /// Checks the invariants and makes a candle. `open_time` counts seconds since the Unix epoch.
    ///
    /// # Errors
    ///
    /// The first invariant that does not hold.
    pub fn new(
        open_time: i64,
        open: f64,
        high: f64,
        low: f64,
        close: f64,
        volume: f64,
    ) -> Result<Self, CandleError> {
        let is_price = |price: f64| price.is_finite() && price > 0.0;
        if ![open, high, low, close].into_iter().all(is_price) {
            return Err(CandleError::NotAPrice);
        }
        if high < open.max(close).max(low) {
            return Err(CandleError::HighTooLow);
        }
        if low > open.min(close) {
            return Err(CandleError::LowTooHigh);
        }
        if !volume.is_finite() || volume < 0.0 {
            return Err(CandleError::NotAVolume);
        }
        Ok(Self {
            open_time,
            open,
            high,
            low,
            close,
            volume,
        })
    }

    /// When the candle opens, in seconds since the Unix epoch.
    #[must_use]
    pub fn open_time(&self) -> i64 {
        self.open_time
    }

    /// The first price.
    #[must_use]
    pub fn open(&self) -> f64 {
        self.open
    }

    /// The highest price.
    #[must_use]
    pub fn high(&self) -> f64 {
        self.high
    }

    /// The lowest price.
    #[must_use]
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The last price.
    #[must_use]
    pub fn close(&self) -> f64 {
        self.close
    }

    /// The amount traded.
    #[must_use]
    pub fn volume(&self) -> f64 {
        self.volume
    }

    /// The distance from low to high.
    #[must_use]
    pub fn range(&self) -> f64 {
        self.high - self.low
    }

    /// Whether the candle closes above its open.
    #[must_use]
    pub fn is_rising(&self) -> bool {
        self.close > self.open
    }
}

/// Why six numbers are not a [`Candle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CandleError {
    /// A price is zero, negative, infinite or not a number.
    NotAPrice,
    /// The high is below another price.
    HighTooLow,
    /// The low is above another price.
    LowTooHigh,
    /// The volume is negative, infinite or not a number.
    NotAVolume,
}

impl fmt::Display for CandleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAPrice => "every price must be finite and above zero",
            Self::HighTooLow => "the high is below another price",
            Self::LowTooHigh => "the low is above another price",
            Self::NotAVolume => "the volume must be finite and not negative",
        })
    }
}

impl Error for CandleError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_candle_is_valid() {
        let candle = Candle::new(60, 5.0, 5.0, 5.0, 5.0, 0.0).unwrap();
        assert_eq!(candle.range(), 0.0);
        assert!(!candle.is_rising());
    }

    #[test]
    fn refuses_what_is_not_a_price() {
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let refused = Err(CandleError::NotAPrice);
            assert_eq!(Candle::new(0, bad, 2.0, 1.0, 1.0, 0.0), refused);
            assert_eq!(Candle::new(0, 1.0, bad, 1.0, 1.0, 0.0), refused);
            assert_eq!(Candle::new(0, 1.0, 2.0, bad, 1.0, 0.0), refused);
            assert_eq!(Candle::new(0, 1.0, 2.0, 1.0, bad, 0.0), refused);
        }
    }

    #[test]
    fn refuses_a_high_or_low_inside_the_body() {
        let high = Candle::new(0, 10.0, 10.5, 9.0, 11.0, 0.0);
        assert_eq!(high, Err(CandleError::HighTooLow));
        let low = Candle::new(0, 10.0, 12.0, 10.5, 11.0, 0.0);
        assert_eq!(low, Err(CandleError::LowTooHigh));
    }

    #[test]
    fn refuses_what_is_not_a_volume() {
        for bad in [-0.1, f64::NAN, f64::INFINITY] {
            let refused = Candle::new(0, 1.0, 1.0, 1.0, 1.0, bad);
            assert_eq!(refused, Err(CandleError::NotAVolume));
        }
    }
}
