use std::error::Error;
use std::fmt;

use tidewater_core::{Candle, Interval, Walk, WalkError};

const HIGHEST_MEAN_VOLUME: f64 = 1e15;

/// An iterator of synthetic candles, one after another, until time runs out.
///
/// Each candle opens where the one before closed. See [`Builder`] for what can be chosen.
///
/// ```
/// use tidewater::Generator;
///
/// let candles: Vec<_> = Generator::builder().seed(1).build()?.take(2).collect();
/// assert_eq!(candles[1].open(), candles[0].close());
/// # Ok::<(), tidewater::BuilderError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    walk: Walk,
    interval: Interval,
    open_time: Option<i64>,
    steps: u32,
    mean_volume: f64,
}

impl Generator {
    /// Starts from the defaults.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl Iterator for Generator {
    type Item = Candle;

    fn next(&mut self) -> Option<Candle> {
        let open_time = self.open_time?;
        self.open_time = open_time.checked_add(i64::from(self.interval.seconds()));

        let open = self.walk.price();
        let (mut high, mut low) = (open, open);
        for price in self.walk.by_ref().take(self.steps as usize) {
            high = high.max(price);
            low = low.min(price);
        }
        let volume = self.mean_volume * 2.0 * self.walk.uniform();
        Candle::new(open_time, open, high, low, self.walk.price(), volume).ok()
    }
}

/// What a [`Generator`] is made from.
///
/// | choice | default | |
/// |---|---|---|
/// | `seed` | 0 | |
/// | `start` | 0 | seconds since the Unix epoch |
/// | `interval` | one minute | |
/// | `first_price` | 100 | |
/// | `drift` | 0 | per step, as a part of the price |
/// | `volatility` | 0.001 | per step, as a part of the price |
/// | `steps` | 16 | price changes within a candle |
/// | `mean_volume` | 1000 | volumes lie between 0 and twice this |
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Builder {
    seed: u64,
    start: i64,
    interval: Interval,
    first_price: f64,
    drift: f64,
    volatility: f64,
    steps: u32,
    mean_volume: f64,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            seed: 0,
            start: 0,
            interval: Interval::MINUTE,
            first_price: 100.0,
            drift: 0.0,
            volatility: 0.001,
            steps: 16,
            mean_volume: 1_000.0,
        }
    }
}

impl Builder {
    /// Decides every price and volume.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// When the first candle opens, in seconds since the Unix epoch.
    pub fn start(mut self, start: i64) -> Self {
        self.start = start;
        self
    }

    /// How long each candle lasts.
    pub fn interval(mut self, interval: Interval) -> Self {
        self.interval = interval;
        self
    }

    /// Where the first candle opens.
    pub fn first_price(mut self, first_price: f64) -> Self {
        self.first_price = first_price;
        self
    }

    /// The mean change of the price in a step, as a part of the price.
    pub fn drift(mut self, drift: f64) -> Self {
        self.drift = drift;
        self
    }

    /// The standard deviation of the change in a step, as a part of the price.
    pub fn volatility(mut self, volatility: f64) -> Self {
        self.volatility = volatility;
        self
    }

    /// How often the price changes within a candle.
    pub fn steps(mut self, steps: u32) -> Self {
        self.steps = steps;
        self
    }

    /// What volumes come to on average.
    pub fn mean_volume(mut self, mean_volume: f64) -> Self {
        self.mean_volume = mean_volume;
        self
    }

    /// Checks what was chosen.
    ///
    /// # Errors
    ///
    /// The first choice that no generator can be made from.
    pub fn build(self) -> Result<Generator, BuilderError> {
        if self.steps == 0 {
            return Err(BuilderError::Steps);
        }
        if !(0.0..=HIGHEST_MEAN_VOLUME).contains(&self.mean_volume) {
            return Err(BuilderError::MeanVolume);
        }
        let walk = Walk::new(self.seed, self.first_price, self.drift, self.volatility)
            .map_err(BuilderError::Walk)?;
        Ok(Generator {
            walk,
            interval: self.interval,
            open_time: Some(self.start),
            steps: self.steps,
            mean_volume: self.mean_volume,
        })
    }
}

/// Why a [`Builder`] makes no [`Generator`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuilderError {
    /// The first price, the drift or the volatility is out of its range.
    Walk(WalkError),
    /// A candle without a single price change.
    Steps,
    /// The mean volume is not between 0 and `1e15`.
    MeanVolume,
}

impl fmt::Display for BuilderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Walk(error) => error.fmt(f),
            Self::Steps => f.write_str("a candle needs at least one step"),
            Self::MeanVolume => write!(
                f,
                "the mean volume must be between 0 and {HIGHEST_MEAN_VOLUME:e}"
            ),
        }
    }
}

impl Error for BuilderError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_at_the_end_of_time() {
        let generator = Generator::builder().start(i64::MAX - 60).build().unwrap();
        let times: Vec<i64> = generator.map(|candle| candle.open_time()).collect();
        assert_eq!(times, [i64::MAX - 60, i64::MAX]);
    }

    #[test]
    fn refuses_impossible_choices() {
        let builder = Generator::builder;
        assert_eq!(builder().steps(0).build().err(), Some(BuilderError::Steps));
        assert_eq!(
            builder().mean_volume(f64::NAN).build().err(),
            Some(BuilderError::MeanVolume)
        );
        assert_eq!(
            builder().drift(1.0).build().err(),
            Some(BuilderError::Walk(WalkError::Drift))
        );
    }
}
