"""Organisations described in a few words; none carries the name of a real body."""

from foresight.indicators.segments import SIZE_BANDS
from foresight.population.baseline import Baseline
from foresight.population.columns import Population

SIZES = ("very small", "small", "middling", "large")


def portrait(population: Population, row: int, baseline: Baseline) -> str:
    """Describe an organisation, such as "a small rural organisation in North Kesteven (culture, sport and recreation)"."""
    place = baseline.places["district"].iloc[int(population.district[row])]
    activity = str(baseline.activities["activity"].iloc[int(population.activity[row])])
    words = ["rural" if population.rural[row] else "urban"]
    words += ["BME-led"] if population.bme_led[row] else []
    if population.registered[row]:
        words.insert(0, SIZES[sum(float(population.income_before[row]) >= bound for bound in SIZE_BANDS)])
        kind = "organisation"
    else:
        words.insert(0, "unregistered")
        kind = "group"
    article = "an" if words[0][0] in "aeiou" else "a"
    return f"{article} {' '.join(words)} {kind} in {place} ({activity[:1].lower()}{activity[1:]})"
