use tidewater_core::{Candle, Interval, Walk};

fn prices(seed: u64) -> Vec<f64> {
    Walk::new(seed, 50.0, 0.0, 0.02).unwrap().take(64).collect()
}

#[test]
fn the_seed_decides_the_prices() {
    assert_eq!(prices(11), prices(11));
    assert_ne!(prices(11), prices(12));
}

#[test]
fn a_stretch_of_a_walk_makes_a_candle() {
    let prices = prices(5);
    let high = prices.iter().copied().fold(f64::MIN, f64::max);
    let low = prices.iter().copied().fold(f64::MAX, f64::min);
    let day: Interval = "1d".parse().unwrap();
    let open_time = day.floor(1_700_000_000).unwrap();

    let candle = Candle::new(open_time, prices[0], high, low, prices[63], 1.0).unwrap();

    assert_eq!(candle.open_time(), 1_699_920_000);
    assert_eq!(
        (candle.open(), candle.close(), candle.volume()),
        (prices[0], prices[63], 1.0)
    );
    assert!(candle.low() <= candle.open() && candle.close() <= candle.high());
}

#[test]
fn errors_say_what_would_be_right() {
    let error = Walk::new(0, 1.0, 0.0, 0.5).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the volatility must be between 0 and 0.1"
    );
    let error = "soon".parse::<Interval>().unwrap_err();
    assert!(error.to_string().contains("s, m, h, d or w"));
}
