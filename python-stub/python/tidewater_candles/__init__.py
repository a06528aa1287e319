"""Synthetic OHLC candles: seeded generation, resampling and CSV."""

from ._native import Candle, __version__, generate, resample, to_csv

__all__ = ["Candle", "__version__", "generate", "resample", "to_csv"]
