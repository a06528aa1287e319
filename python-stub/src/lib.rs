//! The native module of `tidewater_candles`.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

use pyo3::prelude::*;

mod candle;

/// Synthetic OHLC candles, in Rust.
#[pymodule]
mod _native {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use tidewater::{csv, Generator, Interval};

    #[pymodule_export]
    use super::candle::Candle;

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// Generates `count` candles, each opening where the one before closed.
    #[pyfunction]
    #[pyo3(signature = (
        count, *, seed = 0, start = 0, interval = "1m", first_price = 100.0, drift = 0.0,
        volatility = 0.001, steps = 16, mean_volume = 1000.0
    ))]
    #[allow(clippy::too_many_arguments)]
    fn generate(
        py: Python<'_>,
        count: i64,
        seed: u64,
        start: i64,
        interval: &str,
        first_price: f64,
        drift: f64,
        volatility: f64,
        steps: u32,
        mean_volume: f64,
    ) -> PyResult<Vec<Candle>> {
        let count = usize::try_from(count)
            .map_err(|_| PyValueError::new_err("the count must not be negative"))?;
        let generator = Generator::builder()
            .seed(seed)
            .start(start)
            .interval(read_interval(interval)?)
            .first_price(first_price)
            .drift(drift)
            .volatility(volatility)
            .steps(steps)
            .mean_volume(mean_volume)
            .build()
            .map_err(super::value_error)?;
        Ok(py.detach(|| generator.take(count).map(Candle).collect()))
    }

    /// Joins candles, in the order of their times, into longer ones.
    #[pyfunction]
    fn resample(py: Python<'_>, candles: Vec<Candle>, interval: &str) -> PyResult<Vec<Candle>> {
        let interval = read_interval(interval)?;
        let candles = inner(candles);
        let joined = py
            .detach(|| tidewater::resample(&candles, interval))
            .map_err(super::value_error)?;
        Ok(joined.into_iter().map(Candle).collect())
    }

    /// Writes candles as comma-separated values, a header first.
    #[pyfunction]
    fn to_csv(py: Python<'_>, candles: Vec<Candle>) -> PyResult<String> {
        let candles = inner(candles);
        let table = py.detach(|| {
            let mut table = Vec::new();
            csv::write(&mut table, candles).map(|()| table)
        })?;
        Ok(String::from_utf8(table)?)
    }

    fn inner(candles: Vec<Candle>) -> Vec<tidewater::Candle> {
        candles.into_iter().map(|Candle(candle)| candle).collect()
    }

    fn read_interval(text: &str) -> PyResult<Interval> {
        text.parse().map_err(super::value_error)
    }
}

fn value_error(error: impl std::error::Error) -> PyErr {
    pyo3::exceptions::PyValueError::new_err(error.to_string())
}
