use tidewater::{csv, resample, Candle, Generator, Interval};

fn day(seed: u64) -> Vec<Candle> {
    Generator::builder()
        .seed(seed)
        .start(1_700_007_000)
        .volatility(0.01)
        .build()
        .unwrap()
        .take(1_440)
        .collect()
}

fn interval(text: &str) -> Interval {
    text.parse().unwrap()
}

#[test]
fn the_seed_decides_the_series() {
    assert_eq!(day(1), day(1));
    assert_ne!(day(1), day(2));
}

#[test]
fn candles_follow_one_another() {
    for pair in day(3).windows(2) {
        assert_eq!(pair[1].open_time() - pair[0].open_time(), 60);
        assert_eq!(pair[1].open(), pair[0].close());
    }
}

#[test]
fn resampling_keeps_extremes_and_volume() {
    let minutes = day(4);
    let hours = resample(&minutes, interval("1h")).unwrap();

    assert_eq!(hours.len(), 25, "the day starts in the middle of an hour");
    let highest = |candles: &[Candle]| candles.iter().map(Candle::high).fold(f64::MIN, f64::max);
    let volume = |candles: &[Candle]| candles.iter().map(Candle::volume).sum::<f64>();
    assert_eq!(highest(&hours), highest(&minutes));
    assert!((volume(&hours) - volume(&minutes)).abs() < 1e-3);
    assert_eq!(hours[0].open(), minutes[0].open());
    assert_eq!(hours[24].close(), minutes[1_439].close());
}

#[test]
fn resampling_by_way_of_hours_gives_the_same_days() {
    let minutes = day(5);
    let direct = resample(&minutes, interval("1d")).unwrap();
    let hours = resample(&minutes, interval("1h")).unwrap();
    let stepwise = resample(&hours, interval("1d")).unwrap();
    assert_eq!(direct.len(), stepwise.len());
    for (one, other) in direct.iter().zip(&stepwise) {
        assert_eq!((one.high(), one.low()), (other.high(), other.low()));
        assert_eq!((one.open(), one.close()), (other.open(), other.close()));
    }
}

#[test]
fn csv_reads_back_as_the_same_candles() {
    let candles = &day(6)[..10];
    let mut table = Vec::new();
    csv::write(&mut table, candles.iter().copied()).unwrap();

    let text = String::from_utf8(table).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(csv::HEADER));
    for candle in candles {
        let (time, numbers) = lines.next().unwrap().split_once(',').unwrap();
        let n: Vec<f64> = numbers.split(',').map(|n| n.parse().unwrap()).collect();
        let read = Candle::new(time.parse().unwrap(), n[0], n[1], n[2], n[3], n[4]);
        assert_eq!(read, Ok(*candle));
    }
    assert_eq!(lines.next(), None);
}
