"""Where an organisation's income comes from in its first year, and which awards it seeks."""

import numpy as np
from scipy.special import ndtri

from foresight.population.baseline import Baseline, shares_of
from foresight.population.columns import NEVER, Award, Floats, Population
from foresight.randomness import Decision, Draws

BANDS = (10_000, 100_000, 1_000_000, 10_000_000)  # GBP a year: upper bounds of the rows of the income mix
SHARES = ("giving", "earned", "investment", "statutory_grant", "contract", "lottery", "trust")
SOUGHT = {"statutory_grant": Award.STATUTORY_GRANT, "contract": Award.CONTRACT, "lottery": Award.LOTTERY, "trust": Award.TRUST}


def spread(made: Population, income: Floats, baseline: Baseline, draws: Draws) -> None:
    """Split each organisation's yearly income over sources and set the awards it seeks.

    A source is present with a chance that rises with its share of the size band's income (so that about a third hold any
    statutory money), and its size given presence keeps the band's mix on average. More organisations seek an award
    than hold one, by the baseline's seekers per holder.

    Parameters
    ----------
    income : float32 array, shape (n,)
        GBP a year.
    """
    incomes = baseline.incomes
    band = np.searchsorted(np.asarray(BANDS), income, side="right")
    typical, present = {}, {}
    for part, source in enumerate(SHARES):
        mix = shares_of(baseline)["sources"][source] * _uplift(source, baseline)
        chance = mix**incomes.source_presence
        usual, chance = (mix / chance).take(band), chance.take(band)
        noise = np.clip(draws.uniform(Decision.SOURCE_SHARE, 0, made.identity, part + 1), 1e-6, 1 - 1e-6)
        typical[source] = usual * np.exp(incomes.source_spread * ndtri(noise) - incomes.source_spread**2 / 2)
        luck = draws.uniform(Decision.SOURCE_PRESENT, 0, made.identity, part)
        present[source] = luck < chance
        if source in SOUGHT:
            seekers = incomes.contract_seekers if source == "contract" else incomes.seekers_per_holder
            seeking = made.registered & (luck < np.minimum(chance * seekers, 1))
            made.seeks[SOUGHT[source]] = np.where(seeking, np.minimum(typical[source], 0.6) * income, 0)
    present["giving"] |= ~np.logical_or.reduce([present[source] for source in SHARES])
    there = [np.where(present[source], typical[source], 0) for source in SHARES]
    total = np.sum(there, axis=0)
    share = {source: part / total for source, part in zip(SHARES, there, strict=True)}
    made.giving[:] = income * np.where(made.registered, share["giving"], incomes.group_giving)
    made.earned[:] = income * np.where(made.registered, share["earned"], 1 - incomes.group_giving)
    made.endowment[:] = income * np.where(made.registered, share["investment"], 0) / incomes.endowment_yield
    for source, kind in SOUGHT.items():
        made.award[kind] = np.where(made.registered, income * share[source], 0)
        made.seeks[kind] = np.where(made.award[kind] > 0, made.award[kind], made.seeks[kind])
    made.income_before[:] = income
    made.spending[:] = income * (0.97 + 0.06 * draws.uniform(Decision.SPENDING, 0, made.identity))


def settle_statutory(made: Population, baseline: Baseline) -> None:
    """Turn part of the contracts of 2013/14 back into grants, so that contracts have their share of 2002; incomes are kept.

    That share is of local and central government's money; the regeneration money, earmarked afterwards, is not counted in it.
    """
    incomes = baseline.incomes
    grants = (made.weight * made.award[Award.STATUTORY_GRANT]).sum(dtype=np.float64)
    contracts = (made.weight * made.award[Award.CONTRACT]).sum(dtype=np.float64)
    wanted = incomes.contract_part * (1 - incomes.regeneration_part) / (1 - incomes.contract_part * incomes.regeneration_part)
    kept = np.float32(min(1.0, wanted * (grants + contracts) / contracts))
    back = made.award[Award.CONTRACT] * (1 - kept)
    for columns in (made.award, made.seeks):
        columns[Award.STATUTORY_GRANT] += back
        columns[Award.CONTRACT] *= kept


def _uplift(source: str, baseline: Baseline) -> float:
    incomes = baseline.incomes
    return {
        "lottery": incomes.lottery_uplift,
        "statutory_grant": incomes.statutory_uplift,
        "contract": incomes.statutory_uplift,
    }.get(source, 1.0)


def earmark_regeneration(made: Population, baseline: Baseline, draws: Draws) -> None:
    """Move part of some holders' and seekers' statutory grants to the regeneration programmes.

    The part of all these grants that moves is given; it takes at least as large a part of the holders.
    """
    incomes = baseline.incomes
    holders = max(incomes.regeneration_holders, incomes.regeneration_part)
    luck = draws.uniform(Decision.SOURCE_PRESENT, 0, made.identity, len(SHARES))
    moved = np.where(luck < holders, np.float32(incomes.regeneration_part / holders), np.float32(0))
    for columns in (made.award, made.seeks):
        columns[Award.REGENERATION] = columns[Award.STATUTORY_GRANT] * moved
        columns[Award.STATUTORY_GRANT] *= 1 - moved


def stagger_award_ends(made: Population, baseline: Baseline, draws: Draws) -> None:
    """Let the awards held in 2002 end evenly over their usual length, the first of them after one quarter."""
    length = {Award.LOTTERY: baseline.money.lottery_length, Award.TRUST: baseline.money.trust_length}
    for kind in Award:
        luck = draws.uniform(Decision.AWARD_END, 0, made.identity, kind)
        made.award_end[kind] = np.where(
            made.award[kind] > 0, 1 + np.floor(luck * length.get(kind, baseline.incomes.award_months / 3)), NEVER
        )
