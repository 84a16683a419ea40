"""Made-up tables with the columns of a comparison, so that presentation is tested without running the model."""

import numpy as np
import pandas as pd

YEARS = range(2002, 2023)
PAIRS = 20
# start, end without, gain by the end, spread of the level, spread of the difference, unit, better
SHAPES: dict[str, tuple[float, float, float, float, float, str, str]] = {
    "organisations": (9_000, 7_900, 140, 150, 50, "organisations", "more"),
    "closures": (2.9, 4.1, -0.3, 0.3, 0.1, "% a year", "fewer"),
    "income": (640, 560, 9, 25, 9, "GBP m, 2002 prices", "more"),
    "jobs": (28_000, 25_500, 310, 500, 150, "people", "more"),
    "volunteers": (327_000, 301_000, 4_100, 3_000, 1_500, "people", "more"),
    "capacity": (0.42, 0.38, 0.031, 0.01, 0.004, "0-1", "more"),
    "collaboration": (22, 20, 5.5, 1.0, 0.7, "% of organisations", "more"),
    "thin_reserves": (41, 52, -1.9, 1.2, 0.6, "% of organisations", "fewer"),
}
BETTER = {indicator: shape[6] for indicator, shape in SHAPES.items()}
UNITS = {indicator: shape[5] for indicator, shape in SHAPES.items()}


def pairs(seed: int = 1, replicates: int = PAIRS) -> pd.DataFrame:
    """Return the table of single pairs."""
    random = np.random.default_rng(seed)
    frames = []
    for indicator, (start, end, gain, spread, noise, unit, _) in SHAPES.items():
        along = np.linspace(0, 1, len(YEARS))
        for replicate in range(replicates):
            without = start + (end - start) * along + random.normal(0, spread) * along
            difference = (gain + random.normal(0, noise)) * np.clip((along - 0.1) / 0.9, 0, None)
            frames.append(
                pd.DataFrame(
                    {
                        "indicator": indicator,
                        "unit": unit,
                        "segment_kind": "all",
                        "segment": "all",
                        "year": list(YEARS),
                        "replicate": replicate,
                        "without": without,
                        "with": without + difference,
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def table(single: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the tidy table that belongs to a table of single pairs."""
    single = pairs() if single is None else single
    single = single.assign(difference=single["with"] - single["without"])
    keys = ["indicator", "unit", "segment_kind", "segment", "year"]
    rows = []
    for key, group in single.groupby(keys, sort=False):
        row = dict(zip(keys, key, strict=True))
        for name in ("without", "with", "difference"):
            for part, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
                row[f"{name}_{part}"] = float(group[name].quantile(share))
        sign = 1 if BETTER[str(row["indicator"])] == "more" else -1
        row["share_better"] = float((sign * group["difference"] > 0).mean())
        rows.append(row)
    return pd.DataFrame(rows)
