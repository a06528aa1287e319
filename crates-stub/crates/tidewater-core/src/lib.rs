#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod candle;
mod interval;
mod walk;

pub use candle::{Candle, CandleError};
pub use interval::{Interval, IntervalError};
pub use walk::{Walk, WalkError, MAX_DRIFT, MAX_VOLATILITY};
