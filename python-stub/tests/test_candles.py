import csv
import io
import math
import pickle
from importlib import metadata, resources

import pytest

import tidewater_candles as tc


def day(seed: int = 0) -> list[tc.Candle]:
    return tc.generate(1_440, seed=seed, start=1_700_007_000, volatility=0.01)


def test_every_candle_keeps_its_invariants():
    for candle in day():
        assert 0 < candle.low <= min(candle.open, candle.close)
        assert max(candle.open, candle.close) <= candle.high < math.inf
        assert 0 <= candle.volume <= 2_000


def test_candles_follow_one_another():
    candles = day()
    for one, following in zip(candles, candles[1:]):
        assert following.open_time - one.open_time == 60
        assert following.open == one.close


def test_the_seed_decides_the_series():
    assert day(seed=11) == day(seed=11)
    assert day(seed=11) != day(seed=12)


def test_a_shorter_series_is_the_beginning_of_a_longer_one():
    assert tc.generate(10, seed=3) == tc.generate(100, seed=3)[:10]
    assert tc.generate(0) == []


def test_types():
    (candle,) = tc.generate(1, interval="4h", start=-60)
    assert type(candle) is tc.Candle
    assert candle.open_time == -60 and type(candle.open_time) is int
    for name in ("open", "high", "low", "close", "volume"):
        assert type(getattr(candle, name)) is float


def test_a_candle_is_a_value():
    candle = tc.Candle(0, 10, 12, 9.5, 11, volume=250)
    assert repr(candle) == (
        "Candle(open_time=0, open=10.0, high=12.0, low=9.5, close=11.0, volume=250.0)"
    )
    assert eval(repr(candle), {"Candle": tc.Candle}) == candle
    assert pickle.loads(pickle.dumps(candle)) == candle
    with pytest.raises(AttributeError):
        candle.close = 1.0


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ((0.0, 2.0, 1.0, 1.0, 0.0), "above zero"),
        ((1.0, math.nan, 1.0, 1.0, 0.0), "finite"),
        ((10.0, 10.5, 9.0, 11.0, 0.0), "high is below"),
        ((10.0, 12.0, 10.5, 11.0, 0.0), "low is above"),
        ((1.0, 1.0, 1.0, 1.0, -1.0), "volume"),
    ],
)
def test_an_invalid_candle_is_refused(numbers, message):
    with pytest.raises(ValueError, match=message):
        tc.Candle(0, *numbers)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"count": -1}, "count"),
        ({"interval": "soon"}, "whole number and a unit"),
        ({"interval": "0m"}, "longer than zero"),
        ({"first_price": 0.0}, "first price"),
        ({"drift": 0.5}, "drift"),
        ({"volatility": -0.1}, "volatility"),
        ({"steps": 0}, "step"),
        ({"mean_volume": math.inf}, "mean volume"),
    ],
)
def test_an_impossible_choice_is_refused(choice, message):
    with pytest.raises(ValueError, match=message):
        tc.generate(**{"count": 1, **choice})


def test_resampling_keeps_extremes_and_volume():
    minutes = day(seed=4)
    hours = tc.resample(minutes, "1h")
    assert len(hours) == 25
    assert all(hour.open_time % 3_600 == 0 for hour in hours)
    assert max(hour.high for hour in hours) == max(minute.high for minute in minutes)
    assert min(hour.low for hour in hours) == min(minute.low for minute in minutes)
    assert sum(hour.volume for hour in hours) == pytest.approx(
        sum(minute.volume for minute in minutes)
    )


def test_resampling_refuses_disorder():
    one, two = tc.generate(2)
    with pytest.raises(ValueError, match="candle 1 does not open later"):
        tc.resample([two, one], "1h")
    with pytest.raises(TypeError):
        tc.resample([1, 2], "1h")


def test_csv_reads_back_as_the_same_candles():
    candles = tc.generate(20, seed=9)
    rows = csv.DictReader(io.StringIO(tc.to_csv(candles)))
    read = [
        tc.Candle(int(row.pop("open_time")), **{name: float(n) for name, n in row.items()})
        for row in rows
    ]
    assert read == candles


def test_the_distribution_is_typed_and_knows_its_version():
    assert tc.__version__ == metadata.version("tidewater-candles")
    files = resources.files(tc)
    assert files.joinpath("py.typed").is_file()
    assert files.joinpath("_native.pyi").is_file()
