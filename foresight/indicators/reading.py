"""Reading all indicators off a year, for every segment at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresight.compiling import compiled
from foresight.indicators.measures import (
    INDICATORS,
    Columns,
    Indicator,
    Inequality,
    Measure,
    Quantile,
    Read,
    Told,
    Top,
    Variety,
    YearEnd,
)
from foresight.indicators.segments import Segments
from foresight.population.columns import Flags, Floats, Rows, Smalls

Values = NDArray[np.float64]  # shape (segments,)
BLOCK = 128  # rows whose amounts are kept at hand


class Reader:
    """Reads years, and keeps the room that it needs for that."""

    def __init__(self, segments: Segments) -> None:
        self.segments = segments
        self._flags, self._floats = np.empty(0, dtype=np.bool_), np.empty(0, dtype=np.float32)

    def read(self, year: YearEnd) -> dict[str, Values]:
        """Return each indicator's value in every segment, shape (segments,); not-a-number where a segment is empty.

        A flow has no value in the baseline year; an indicator that is a plain number has a value for the whole sector only.
        """
        declared = [one for one in INDICATORS.values() if year.step > 0 or not one.flow]
        read = {one.id: one.read(year) for one in declared}
        codes, weight = self.segments.codes(year), year.population.weight
        sums = self._sums([measure for measure in read.values() if isinstance(measure, Measure)], codes, weight)
        ranked = Ranked(weight, codes, self.segments.starts)
        empty = np.full(self.segments.starts[""], np.nan)
        return {name: empty.copy() if name not in read else _values(read[name], sums, ranked) for name in INDICATORS}

    def _sums(self, measures: list[Measure], codes: Smalls, weight: Floats) -> dict[int, Values]:
        """Return the sums of every column that measures take, by segment; several share a column."""
        columns = {id(column): column for measure in measures for column in measure.columns}
        kinds = {key: column.dtype == np.bool_ for key, column in columns.items()}
        yes, numbers = ([key for key, flag in kinds.items() if flag == wanted] for wanted in (True, False))
        self._flags, flags = _stacked(self._flags, [columns[key] for key in yes], weight.size)
        self._floats, floats = _stacked(self._floats, [columns[key] for key in numbers], weight.size)
        cells = cell_sums(flags, floats, weight, self.segments.cells(codes), len(self.segments.of_cells))
        return dict(zip([*yes, *numbers], segment_sums(cells, self.segments.of_cells, self.segments.starts[""]), strict=True))


def _stacked(room: NDArray[Any], columns: list[Columns], size: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return columns below each other, shape (columns, n), and before it the room that they stand in, larger where needed."""
    wanted = len(columns) * size
    if room.size < wanted:
        room = np.empty(wanted + wanted // 8, dtype=room.dtype)
    stack = room[:wanted].reshape(len(columns), size)
    for place, column in enumerate(columns):
        stack[place] = column
    return room, stack


class Ladder(NamedTuple):
    """Organisations in ascending order of a value: the value, shape (n,), weights, and segments, shape (n, kinds).

    What stands side by side is read one after the other; going to each row anew takes several times as long.
    """

    values: Floats
    weight: Floats
    codes: Smalls

    @classmethod
    def of(cls, values: Floats, keep: Flags, weight: Floats, codes: Smalls) -> "Ladder":
        """Return the organisations kept, in order."""
        kept = np.flatnonzero(keep)
        found = values.take(kept)
        order = np.argsort(found)
        rows = kept.take(order)
        return cls(found.take(order), weight.take(rows), codes.take(rows, axis=0))


@dataclass(frozen=True)
class Ranked:
    """What reading takes beside sums: weights, each organisation's segments, and ladders that several measures share."""

    weight: Floats
    codes: Smalls
    starts: Mapping[str, int]
    ladders: dict[tuple[int, int], Ladder] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Return how many segments there are."""
        return self.starts[""]

    def ladder(self, read: Quantile | Inequality | Top) -> Ladder:
        """Return the organisations kept in ascending order of their values."""
        key = id(read.values), id(read.keep)
        if key not in self.ladders:
            self.ladders[key] = Ladder.of(read.values, read.keep, self.weight, self.codes)
        return self.ladders[key]


def _values(read: Read, sums: Mapping[int, Values], ranked: Ranked) -> Values:
    """Return one indicator's values in every segment."""
    weight, codes, count = ranked.weight, ranked.codes, ranked.count
    match read:
        case Measure():
            made = _measured(read, sums)
        case Quantile():
            made = quantiles_of(ranked.ladder(read), read.share, count)
        case Inequality():
            made = inequality_of(ranked.ladder(read), count)
        case Variety():
            made = variety_of(read.category, np.flatnonzero(read.keep), weight, codes, count)
        case Top():
            made = _told(Told(100 * held_by_top(ranked.ladder(read), read.share), {}), ranked)
        case Told():
            made = _told(read, ranked)
        case _:
            made = _told(Told(read, {}), ranked)
    return made


def _told(read: Told, ranked: Ranked) -> Values:
    """Return numbers that are known as they are."""
    values = np.full(ranked.count, np.nan)
    values[0] = read.whole
    for kind, part in read.parts.items():
        values[ranked.starts[kind] : ranked.starts[kind] + part.size] = part
    return values


def _measured(measure: Measure, sums: Mapping[int, Values]) -> Values:
    """Return a measure's values from the sums of its columns."""
    values = top = sums[id(measure.top)] * measure.factor
    if measure.bottom is not None:
        bottom = sums[id(measure.bottom)]
        values = np.divide(top, bottom, out=np.full(top.size, np.nan), where=bottom > 0)
    if measure.against == "ratio":
        values = values / values[0] if values[0] != 0 else np.full(top.size, np.nan)
    elif measure.against == "gap":
        values = values - values[0]
    return values if measure.then is None else measure.then(values)


@compiled
def cell_sums(flags: Flags, floats: Floats, weight: Floats, cells: NDArray[np.int16], count: int) -> NDArray[np.float64]:
    """Return weighted sums of columns by cell, shape (cells, columns): block by block, so that a block stays close at hand.

    Parameters
    ----------
    flags, floats : bool and float32 arrays, shape (columns, n)
    cells : int16 array, shape (n, bundles)
        The cell of each bundle that an organisation belongs to.
    """
    rows, first, columns = weight.size, flags.shape[0], flags.shape[0] + floats.shape[0]
    sums, amounts = np.zeros((count, columns)), np.empty((BLOCK, columns))
    for start in range(0, rows, BLOCK):
        stop = min(start + BLOCK, rows)
        for column in range(first):
            for row in range(start, stop):
                amounts[row - start, column] = np.float64(flags[column, row]) * weight[row]
        for column in range(first, columns):
            for row in range(start, stop):
                amounts[row - start, column] = np.float64(floats[column - first, row]) * weight[row]
        for row in range(start, stop):
            amount = amounts[row - start]
            for bundle in range(cells.shape[1]):
                total = sums[cells[row, bundle]]
                for column in range(columns):
                    total[column] += amount[column]
    return sums


@compiled
def segment_sums(sums: NDArray[np.float64], of_cells: Smalls, segments: int) -> NDArray[np.float64]:
    """Return the sums of segments, shape (columns, segments), from those of cells."""
    cells, columns = sums.shape
    made = np.zeros((segments, columns))
    for cell in range(cells):
        part = sums[cell]
        for place in range(of_cells.shape[1]):
            segment = of_cells[cell, place]
            if segment >= 0:
                total = made[segment]
                for column in range(columns):
                    total[column] += part[column]
    return made.T


@compiled
def quantiles_of(ladder: Ladder, share: float, segments: int) -> Values:
    """Return the weighted quantile of each segment: the first value at which at least `share` of the weight is reached."""
    values, weight, codes = ladder
    left, found = np.zeros(segments), np.full(segments, np.nan)
    for row in range(values.size):
        part = weight[row] * share
        for kind in range(codes.shape[1]):
            left[codes[row, kind]] += part
    open_still = 0
    for segment in range(segments):
        open_still += left[segment] > 0
    for row in range(values.size):
        if open_still == 0:
            break
        for kind in range(codes.shape[1]):
            segment = codes[row, kind]
            if left[segment] > 0:
                left[segment] -= weight[row]
                if left[segment] <= 0:
                    found[segment] = values[row]
                    open_still -= 1
    return found


@compiled
def inequality_of(ladder: Ladder, segments: int) -> Values:
    """Return the Gini coefficient of each segment: 1 less twice the area under the Lorenz curve."""
    values, weight, codes = ladder
    people, money, under = np.zeros(segments), np.zeros(segments), np.zeros(segments)
    for row in range(values.size):
        amount = np.float64(values[row]) * weight[row]
        for kind in range(codes.shape[1]):
            segment = codes[row, kind]
            under[segment] += weight[row] * (money[segment] + amount / 2)
            people[segment] += weight[row]
            money[segment] += amount
    found = np.full(segments, np.nan)
    for segment in range(segments):
        if money[segment] > 0:
            found[segment] = 1 - 2 * under[segment] / (people[segment] * money[segment])
    return found


@compiled
def held_by_top(ladder: Ladder, share: float) -> float:
    """Return the share of the whole amount that the largest `share` of those on a ladder hold, 0-1."""
    values, weight, _ = ladder
    people, money = 0.0, 0.0
    for row in range(values.size):
        people += weight[row]
        money += np.float64(values[row]) * weight[row]
    above, held = 0.0, 0.0
    for row in range(values.size - 1, -1, -1):
        if above + weight[row] / 2 > share * people:
            break
        above += weight[row]
        held += np.float64(values[row]) * weight[row]
    return held / money if money > 0 else 0.0


@compiled
def variety_of(category: Smalls, rows: Rows, weight: Floats, codes: Smalls, segments: int) -> Values:
    """Return the effective number of categories in each segment, exp(-sum of p ln p)."""
    most = 0
    for row in rows:
        most = max(most, category[row] + 1)
    counts = np.zeros((segments, most))
    for row in rows:
        for kind in range(codes.shape[1]):
            counts[codes[row, kind], category[row]] += weight[row]
    found = np.full(segments, np.nan)
    for segment in range(segments):
        whole = counts[segment].sum()
        if whole > 0:
            entropy = 0.0
            for place in range(most):
                part = counts[segment, place] / whole
                entropy -= part * np.log(part) if part > 0 else 0.0
            found[segment] = np.exp(entropy)
    return found


def headline() -> list[Indicator]:
    """Return the indicators that the leadership group sees first, in the order declared."""
    return [indicator for indicator in INDICATORS.values() if indicator.headline]
