from collections.abc import Sequence
from typing import Final, final

__all__ = ["Candle", "__version__", "generate", "resample", "to_csv"]

__version__: Final[str]

@final
class Candle:
    """Prices and volume of one span of time; never invalid, never changed."""

    def __new__(
        cls,
        open_time: int,
        open: float,
        high: float,
        low: float,
        close: float,
        volume: float,
    ) -> Candle: ...
    @property
    def open_time(self) -> int:
        """When the candle opens, in seconds since the Unix epoch."""

    @property
    def open(self) -> float:
        """The first price."""

    @property
    def high(self) -> float:
        """The highest price."""

    @property
    def low(self) -> float:
        """The lowest price."""

    @property
    def close(self) -> float:
        """The last price."""

    @property
    def volume(self) -> float:
        """The amount traded."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __getnewargs__(self) -> tuple[int, float, float, float, float, float]: ...

def generate(
    count: int,
    *,
    seed: int = 0,
    start: int = 0,
    interval: str = "1m",
    first_price: float = 100.0,
    drift: float = 0.0,
    volatility: float = 0.001,
    steps: int = 16,
    mean_volume: float = 1000.0,
) -> list[Candle]:
    """Generates `count` candles, each opening where the one before closed."""

def resample(candles: Sequence[Candle], interval: str) -> list[Candle]:
    """Joins candles, in the order of their times, into longer ones."""

def to_csv(candles: Sequence[Candle]) -> str:
    """Writes candles as comma-separated values, a header first."""
