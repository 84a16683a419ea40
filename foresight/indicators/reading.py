"""Reading all indicators off a year, for every segment at once."""

from collections.abc import Mapping, Sequence
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
    Single,
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

    def read(self, year: YearEnd) -> NDArray[np.float64]:
        """Return every indicator's value in every segment, shape (indicators, segments); not-a-number where a segment is empty.

        A flow has no value in the baseline year; an indicator that is a plain number has a value for the whole sector only.
        """
        # All are kept to the end: sums and ladders are known by the ids of columns, which another may get once one is gone.
        read = {row: one.read(year) for row, one in enumerate(INDICATORS.values()) if year.step > 0 or not one.flow}
        codes, weight = self.segments.codes(year), year.population.weight
        ranked = Ranked(weight, codes, self.segments.starts)
        values = np.full((len(INDICATORS), ranked.count), np.nan)
        measures = {row: one for row, one in read.items() if isinstance(one, Measure)}
        values[list(measures)] = self._measured(list(measures.values()), codes, weight)
        for row, one in read.items():
            if not isinstance(one, Measure):
                fill(values[row], one, ranked)
        return values

    def _measured(self, measures: list[Measure], codes: Smalls, weight: Floats) -> NDArray[np.float64]:
        """Return the values of measures from the sums of their columns, of which several share one."""
        columns = {id(column): column for measure in measures for column in measure[:2] if column is not None}
        flags = {key: column for key, column in columns.items() if column.dtype == np.bool_}
        floats = {key: column for key, column in columns.items() if key not in flags}
        self._flags, yes = _stacked(self._flags, list(flags.values()), weight.size)
        self._floats, numbers = _stacked(self._floats, list(floats.values()), weight.size)
        cells = cell_sums(yes, numbers, weight, self.segments.cells(codes), len(self.segments.of_cells))
        sums = segment_sums(cells, self.segments.of_cells, self.segments.starts[""])
        return measured(measures, sums, [*flags, *floats])


def _stacked(room: NDArray[Any], columns: list[Columns], size: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return columns below each other, shape (columns, n), and before it the room that they stand in, larger where needed."""
    wanted = len(columns) * size
    if room.size < wanted:
        room = np.empty(wanted + wanted // 8, dtype=room.dtype)
    stack = room[:wanted]
    np.concatenate(columns, out=stack)
    return room, stack.reshape(len(columns), size)


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
        kept = keep.nonzero()[0]
        found = values.take(kept)
        order = found.argsort()
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


def fill(values: Values, read: Single, ranked: Ranked) -> None:
    """Fill in the values in every segment of an indicator that is not read off sums."""
    weight, codes, count = ranked.weight, ranked.codes, ranked.count
    match read:
        case Quantile():
            values[:] = quantiles_of(ranked.ladder(read), read.share, count)
        case Inequality():
            values[:] = inequality_of(ranked.ladder(read), count)
        case Variety():
            values[:] = variety_of(read.category, read.keep.nonzero()[0], weight, codes, count)
        case Top():
            values[0] = 100 * held_by_top(ranked.ladder(read), read.share)
        case Told():
            values[0] = read.whole
            for kind, part in read.parts.items():
                values[ranked.starts[kind] : ranked.starts[kind] + part.size] = part
        case _:
            values[0] = read


def measured(measures: Sequence[Measure], sums: NDArray[np.float64], columns: Sequence[int]) -> NDArray[np.float64]:
    """Return the values of measures, shape (measures, segments): all at once, and then what is particular to some.

    Parameters
    ----------
    sums : float64 array, shape (columns, segments)
    columns : sequence of int
        The columns that were summed, each by its `id`.
    """
    places = {column: place for place, column in enumerate([*columns, id(None)])}
    sums = np.concatenate([sums, np.ones((1, sums.shape[1]))])  # what has no bottom is divided by 1
    tops, bottoms, factors, against, then = zip(*measures, strict=True)
    top, bottom = (sums[[places[column] for column in map(id, wanted)]] for wanted in (tops, bottoms))
    values: NDArray[np.float64] = top * np.array(factors)[:, None] / np.where(bottom > 0, bottom, np.nan)
    for row, how in enumerate(against):
        if how == "ratio":
            values[row] = values[row] / values[row, 0] if values[row, 0] != 0 else np.nan
        elif how == "gap":
            values[row] -= values[row, 0]
    for row, work in enumerate(then):
        if work is not None:
            values[row] = work(values[row])
    return values


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
