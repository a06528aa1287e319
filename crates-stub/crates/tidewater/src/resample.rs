use std::error::Error;
use std::fmt;

use tidewater_core::{Candle, CandleError, Interval};

/// Joins candles into longer ones. Each result opens at a whole multiple of `interval` since the Unix
/// epoch; an interval in which no candle opens is left out.
///
/// ```
/// use tidewater::{resample, Candle};
///
/// let minutes = [
///     Candle::new(0, 10.0, 12.0, 9.0, 11.0, 5.0)?,
///     Candle::new(60, 11.0, 11.5, 8.0, 8.5, 7.0)?,
/// ];
/// let joined = resample(&minutes, "2m".parse()?)?;
/// assert_eq!(joined, [Candle::new(0, 10.0, 12.0, 8.0, 8.5, 12.0)?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ResampleError::Disorder`] if a candle does not open later than the one before it.
pub fn resample(candles: &[Candle], interval: Interval) -> Result<Vec<Candle>, ResampleError> {
    if let Some(at) = candles.windows(2).position(is_disordered) {
        return Err(ResampleError::Disorder { index: at + 1 });
    }
    let floor = |candle: &Candle| interval.floor(candle.open_time());
    candles
        .chunk_by(|one, next| floor(one) == floor(next))
        .map(|bucket| {
            let open_time = floor(&bucket[0]).ok_or(ResampleError::TooEarly)?;
            join(bucket, open_time).map_err(ResampleError::Candle)
        })
        .collect()
}

fn is_disordered(pair: &[Candle]) -> bool {
    pair[1].open_time() <= pair[0].open_time()
}

/// `bucket` is never empty: `chunk_by` gives no empty slices.
fn join(bucket: &[Candle], open_time: i64) -> Result<Candle, CandleError> {
    let (first, last) = (bucket[0], bucket[bucket.len() - 1]);
    Candle::new(
        open_time,
        first.open(),
        bucket.iter().map(Candle::high).fold(first.high(), f64::max),
        bucket.iter().map(Candle::low).fold(first.low(), f64::min),
        last.close(),
        bucket.iter().map(Candle::volume).sum(),
    )
}

/// Why candles cannot be joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResampleError {
    /// The candle at `index` does not open later than the one before it.
    Disorder {
        /// Its place in the slice.
        index: usize,
    },
    /// The joined candle would open earlier than an `i64` can say.
    TooEarly,
    /// The joined candle would not be valid: the sum of its volumes is infinite.
    Candle(CandleError),
}

impl fmt::Display for ResampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disorder { index } => write!(
                f,
                "candle {index} does not open later than the one before it"
            ),
            Self::TooEarly => f.write_str("the first candle opens too early to be joined"),
            Self::Candle(error) => error.fmt(f),
        }
    }
}

impl Error for ResampleError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn candle(open_time: i64) -> Candle {
        Candle::new(open_time, 1.0, 1.0, 1.0, 1.0, 1.0).unwrap()
    }

    #[test]
    fn leaves_gaps_empty() {
        let joined = resample(&[candle(-30), candle(0), candle(200)], Interval::MINUTE).unwrap();
        let times: Vec<i64> = joined.iter().map(Candle::open_time).collect();
        assert_eq!(times, [-60, 0, 180]);
    }

    #[test]
    fn nothing_joins_to_nothing() {
        assert_eq!(resample(&[], Interval::MINUTE), Ok(Vec::new()));
    }

    #[test]
    fn refuses_disorder_and_overflow() {
        let disorder = resample(&[candle(0), candle(60), candle(60)], Interval::MINUTE);
        assert_eq!(disorder, Err(ResampleError::Disorder { index: 2 }));
        let early = resample(&[candle(i64::MIN)], Interval::MINUTE);
        assert_eq!(early, Err(ResampleError::TooEarly));
        let vast = |time| Candle::new(time, 1.0, 1.0, 1.0, 1.0, f64::MAX).unwrap();
        let sum = resample(&[vast(0), vast(1)], Interval::MINUTE);
        assert_eq!(sum, Err(ResampleError::Candle(CandleError::NotAVolume)));
    }
}
