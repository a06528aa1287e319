//! A day of hourly candles, as CSV on standard output.

use std::error::Error;
use std::io;

use tidewater::{csv, resample, Generator};

fn main() -> Result<(), Box<dyn Error>> {
    let minutes: Vec<_> = Generator::builder()
        .seed(2026)
        .first_price(75.0)
        .build()?
        .take(24 * 60)
        .collect();
    csv::write(io::stdout().lock(), resample(&minutes, "1h".parse()?)?)?;
    Ok(())
}
