use pyo3::prelude::*;

use crate::value_error;

/// Prices and volume of one span of time; never invalid, never changed.
#[pyclass(frozen, eq, from_py_object, module = "tidewater_candles")]
#[derive(Clone, Copy, PartialEq)]
pub struct Candle(pub tidewater::Candle);

#[pymethods]
impl Candle {
    #[new]
    fn new(
        open_time: i64,
        open: f64,
        high: f64,
        low: f64,
        close: f64,
        volume: f64,
    ) -> PyResult<Self> {
        tidewater::Candle::new(open_time, open, high, low, close, volume)
            .map(Self)
            .map_err(value_error)
    }

    /// When the candle opens, in seconds since the Unix epoch.
    #[getter]
    fn open_time(&self) -> i64 {
        self.0.open_time()
    }

    /// The first price.
    #[getter]
    fn open(&self) -> f64 {
        self.0.open()
    }

    /// The highest price.
    #[getter]
    fn high(&self) -> f64 {
        self.0.high()
    }

    /// The lowest price.
    #[getter]
    fn low(&self) -> f64 {
        self.0.low()
    }

    /// The last price.
    #[getter]
    fn close(&self) -> f64 {
        self.0.close()
    }

    /// The amount traded.
    #[getter]
    fn volume(&self) -> f64 {
        self.0.volume()
    }

    fn __repr__(&self) -> String {
        format!(
            "Candle(open_time={:?}, open={:?}, high={:?}, low={:?}, close={:?}, volume={:?})",
            self.open_time(),
            self.open(),
            self.high(),
            self.low(),
            self.close(),
            self.volume()
        )
    }

    fn __getnewargs__(&self) -> (i64, f64, f64, f64, f64, f64) {
        (
            self.open_time(),
            self.open(),
            self.high(),
            self.low(),
            self.close(),
            self.volume(),
        )
    }
}
