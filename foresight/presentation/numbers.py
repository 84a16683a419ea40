"""Numbers as people read them: never more digits than the interval supports, units in plain words."""

import math
from collections.abc import Callable

COUNTED = frozenset({"organisations", "groups", "people", "jobs"})
"""Units of whole things, of which there are more or fewer."""
OF_100 = "points of 100"
"""The unit of a state from 0 to 100 of which there is no natural measure."""
THOUSAND = 1000


def finest(unit: str) -> float:
    """Return the smallest step worth showing in a unit."""
    if unit in COUNTED:
        return 1.0
    return 0.1 if unit.startswith(("%", "GBP m", OF_100)) else 0.001


def step_for(value: float, low: float, high: float, unit: str) -> float:
    """Return the rounding step that an interval supports.

    Two digits of the interval's width are kept, and at least one digit of the value itself. Without a width
    three digits of the value are kept. Never finer than `finest`.

    Parameters
    ----------
    value, low, high
        The value and the ends of its interval, in `unit`.
    unit
        The indicator's unit.

    Returns
    -------
    float
        A power of ten, in `unit`.
    """
    return max(step_however_fine(value, low, high), finest(unit))


def step_however_fine(value: float, low: float, high: float) -> float:
    """Return the rounding step that an interval supports as `step_for` does, but as fine as it takes; 0 where all is nothing.

    For what would round to nothing in its unit and is not nothing.
    """
    width, size = abs(high - low), abs(value)
    if width > 0:
        step = _power_of_ten(width, keep=2)
        return min(step, _power_of_ten(size, keep=1)) if size > 0 else step
    return _power_of_ten(size, keep=3) if size > 0 else 0.0


def _power_of_ten(size: float, *, keep: int) -> float:
    """Return the power of ten that leaves `keep` digits of `size`."""
    exponent = math.floor(math.log10(size)) - keep + 1
    return float(10.0 ** max(exponent, -12))


def to_step(value: float, step: float) -> float:
    """Round a value to a step; a rounded zero is plus zero."""
    return round(value / step) * step + 0.0


def digits(value: float, step: float) -> str:
    """Write the size of a value (without its sign) to a step, with commas in the thousands.

    >>> digits(8213.4, 10.0)
    '8,210'
    >>> digits(-0.318, 0.1)
    '0.3'
    """
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{abs(to_step(value, step)):,.{decimals}f}"


def three_digits(value: float) -> str:
    """Write a number with three digits, or with all that stand before the point.

    >>> three_digits(0.15), three_digits(-12345.6)
    ('0.15', '-12,346')
    """
    return f"{value:,.0f}" if abs(value) >= THOUSAND else f"{value:.3g}"


def percent(share: float) -> str:
    """Write a share of a whole in per cent; one below nothing, as estimates can be, is nothing.

    >>> percent(0.637), percent(-0.01)
    ('64%', '0%')
    """
    return f"{digits(100 * max(share, 0.0), 1.0)}%"


def with_unit(number: str, unit: str) -> str:
    """Put a written number in its unit.

    >>> with_unit("640", "GBP m, 2002 prices")
    '£640 million'
    >>> with_unit("3.2", "% a year")
    '3.2%'
    """
    if unit.startswith("GBP m"):
        return f"£{number} million"
    if unit.startswith("GBP"):
        return f"£{number}"
    if unit.startswith("%"):
        return f"{number}%"
    return number


def in_money(number: str, unit: str) -> str:
    """Put a written number in its unit where that is money; other units are clear from what is counted."""
    return with_unit(number, unit) if unit.startswith("GBP") else number


def banded(value: float, low: float, high: float, write: Callable[[float], str]) -> str:
    """Write a value with the ends of its band in brackets where they differ as written.

    >>> banded(2.0, 1.0, 3.0, "{:.0f}".format), banded(2.0, 1.9, 2.1, "{:.0f}".format)
    ('2 (1 to 3)', '2')
    """
    told, ends = write(value), (write(low), write(high))
    return told if set(ends) == {told} else f"{told} ({ends[0]} to {ends[1]})"


def less_word(unit: str) -> str:
    """Return the word for a negative difference: things are fewer, quantities are less."""
    return "fewer" if unit.startswith("%") or unit in COUNTED else "less"


def amount(value: float, low: float, high: float, unit: str) -> str:
    """Write a level in its unit, with the digits that its interval supports.

    >>> amount(8213.4, 7990.0, 8410.0, "organisations")
    '8,210'
    """
    return in_unit(value, step_for(value, low, high, unit), unit)


def in_unit(value: float, step: float, unit: str) -> str:
    """Write a level in its unit to a step, with a word for a negative sign."""
    written = with_unit(digits(value, step), unit)
    return f"minus {written}" if to_step(value, step) < 0 else written


def difference(value: float, low: float, high: float, unit: str) -> str:
    """Write a difference with a word for its direction.

    >>> difference(-31.4, -60.0, -10.0, "organisations")
    '31 fewer'
    """
    return signed(value, step_for(value, low, high, unit), unit)


def signed(value: float, step: float, unit: str) -> str:
    """Write a difference to a step, with a word for its direction.

    >>> signed(-31.4, 1.0, "organisations")
    '31 fewer'
    """
    rounded = to_step(value, step)
    if rounded == 0:
        return "none"
    return f"{digits(value, step)} {'more' if rounded > 0 else less_word(unit)}"
