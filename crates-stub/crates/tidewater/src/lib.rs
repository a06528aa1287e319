#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod csv;
mod generator;
mod resample;

pub use generator::{Builder, BuilderError, Generator};
pub use resample::{resample, ResampleError};
pub use tidewater_core::{Candle, CandleError, Interval, IntervalError, Walk, WalkError};
