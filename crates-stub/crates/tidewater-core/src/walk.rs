use std::error::Error;
use std::fmt;

use fastrand::Rng;

/// The largest volatility a [`Walk`] takes: small enough that no step can reach zero.
pub const MAX_VOLATILITY: f64 = 0.1;
/// The largest drift, in either direction, that a [`Walk`] takes.
pub const MAX_DRIFT: f64 = 0.1;

const LOWEST_PRICE: f64 = 1e-9;
const HIGHEST_PRICE: f64 = 1e15;

/// A seeded random walk of prices, without end.
///
/// Each price is the one before times `1 + drift + volatility * noise`, kept between `1e-9` and `1e15`.
/// The noise has mean 0, variance 1 and lies within ±6. It is made from additions alone, without the
/// logarithm and cosine whose last bit differs between platforms, so the same seed gives the same
/// prices everywhere.
///
/// ```
/// use tidewater_core::Walk;
///
/// let prices: Vec<f64> = Walk::new(7, 100.0, 0.0, 0.01)?.take(3).collect();
/// let again: Vec<f64> = Walk::new(7, 100.0, 0.0, 0.01)?.take(3).collect();
/// assert_eq!(prices, again);
/// # Ok::<(), tidewater_core::WalkError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Walk {
    rng: Rng,
    price: f64,
    drift: f64,
    volatility: f64,
}

impl Walk {
    /// A walk that sets out from `price`. `drift` and `volatility` are per step, as parts of the price.
    ///
    /// # Errors
    ///
    /// The first of the three numbers that is out of its range.
    pub fn new(seed: u64, price: f64, drift: f64, volatility: f64) -> Result<Self, WalkError> {
        if !(LOWEST_PRICE..=HIGHEST_PRICE).contains(&price) {
            return Err(WalkError::Price);
        }
        if !(-MAX_DRIFT..=MAX_DRIFT).contains(&drift) {
            return Err(WalkError::Drift);
        }
        if !(0.0..=MAX_VOLATILITY).contains(&volatility) {
            return Err(WalkError::Volatility);
        }
        Ok(Self {
            rng: Rng::with_seed(seed),
            price,
            drift,
            volatility,
        })
    }

    /// Where the walk stands.
    #[must_use]
    pub fn price(&self) -> f64 {
        self.price
    }

    /// A number from 0 up to 1, from the same source as the prices.
    pub fn uniform(&mut self) -> f64 {
        self.rng.f64()
    }

    /// The sum of twelve uniform numbers has variance 1 and is close to normal.
    fn noise(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

impl Iterator for Walk {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        let factor = 1.0 + self.drift + self.volatility * self.noise();
        self.price = (self.price * factor).clamp(LOWEST_PRICE, HIGHEST_PRICE);
        Some(self.price)
    }
}

/// Which of a [`Walk`]'s numbers is out of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WalkError {
    /// The first price is not between `1e-9` and `1e15`.
    Price,
    /// The drift is not between `-MAX_DRIFT` and [`MAX_DRIFT`].
    Drift,
    /// The volatility is not between 0 and [`MAX_VOLATILITY`].
    Volatility,
}

impl fmt::Display for WalkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Price => write!(
                f,
                "the first price must be between {LOWEST_PRICE:e} and {HIGHEST_PRICE:e}"
            ),
            Self::Drift => write!(f, "the drift must be between -{MAX_DRIFT} and {MAX_DRIFT}"),
            Self::Volatility => write!(f, "the volatility must be between 0 and {MAX_VOLATILITY}"),
        }
    }
}

impl Error for WalkError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_volatility_it_follows_the_drift() {
        let prices: Vec<f64> = Walk::new(1, 100.0, 0.1, 0.0).unwrap().take(2).collect();
        assert!((prices[0] - 110.0).abs() < 1e-9);
        assert!((prices[1] - 121.0).abs() < 1e-9);
    }

    #[test]
    fn noise_has_mean_zero_and_variance_one() {
        let mut walk = Walk::new(42, 1.0, 0.0, 0.0).unwrap();
        let noise: Vec<f64> = (0..20_000).map(|_| walk.noise()).collect();
        let mean = noise.iter().sum::<f64>() / 20_000.0;
        let variance = noise.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
    }

    #[test]
    fn stays_within_its_bounds_for_ever() {
        for drift in [-MAX_DRIFT, MAX_DRIFT] {
            let walk = Walk::new(3, 1.0, drift, MAX_VOLATILITY).unwrap();
            assert!(walk
                .take(5_000)
                .all(|price| (LOWEST_PRICE..=HIGHEST_PRICE).contains(&price)));
        }
    }

    #[test]
    fn refuses_numbers_out_of_range() {
        assert_eq!(Walk::new(0, 0.0, 0.0, 0.0).err(), Some(WalkError::Price));
        assert_eq!(
            Walk::new(0, f64::NAN, 0.0, 0.0).err(),
            Some(WalkError::Price)
        );
        assert_eq!(Walk::new(0, 1.0, 0.2, 0.0).err(), Some(WalkError::Drift));
        assert_eq!(
            Walk::new(0, 1.0, 0.0, -0.1).err(),
            Some(WalkError::Volatility)
        );
    }
}
