//! Candles as comma-separated values.

use std::io::{self, Write};

use crate::Candle;

/// The first line of every table.
pub const HEADER: &str = "open_time,open,high,low,close,volume";

/// Writes a header and one line a candle. Every number is written in full: read back, it is the same.
///
/// ```
/// use tidewater::{csv, Candle};
///
/// let mut table = Vec::new();
/// csv::write(&mut table, [Candle::new(60, 1.5, 2.0, 1.0, 1.75, 10.0)?])?;
/// assert_eq!(
///     String::from_utf8(table)?,
///     "open_time,open,high,low,close,volume\n60,1.5,2,1,1.75,10\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// What `out` answers.
pub fn write<W: Write>(mut out: W, candles: impl IntoIterator<Item = Candle>) -> io::Result<()> {
    writeln!(out, "{HEADER}")?;
    for candle in candles {
        writeln!(
            out,
            "{},{},{},{},{},{}",
            candle.open_time(),
            candle.open(),
            candle.high(),
            candle.low(),
            candle.close(),
            candle.volume()
        )?;
    }
    out.flush()
}
