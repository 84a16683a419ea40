"""Boards: trustees who serve their time, empty seats, and who fills them (M6b of the model description)."""

import numpy as np

from foresight.model.moment import Moment
from foresight.population.baseline import Baseline
from foresight.population.columns import Population, bounded
from foresight.population.people import bme_trustee_share, community_bme, usual_board
from foresight.randomness import Decision


def seats_per_usual(baseline: Baseline) -> float:
    """Return how many seats a board has for each trustee it usually holds, so that serving and recruiting balance."""
    staying = 1 - 1 / baseline.boards.tenure
    return (1 - (1 - baseline.boards.recruiting) * staying) / baseline.boards.recruiting


def renew_boards(population: Population, moment: Moment) -> None:
    """Let trustees end their time and fill empty seats, once a year, and decide whose chair's or treasurer's post is vacant.

    Boards grow and shrink with their organisation. Some of those who come are under 40, some are black and minority ethnic
    people; trustee diversity moves both shares towards those of the community. A vacancy is likelier on a short board.
    """
    numbers, diversity = moment.baseline.boards, moment.levers.trustee_diversity
    staying = np.float32(1 - 1 / numbers.tenure)
    per_usual = seats_per_usual(moment.baseline)
    seats = usual_board(population, moment.baseline, moment.draws) * np.float32(per_usual)
    luck = moment.draws.uniform(Decision.TRUSTEES_FOUND, moment.step, population.identity)
    found = np.minimum(numbers.recruiting * (0.5 + luck), 1) * np.maximum(seats - staying * population.trustees, 0)
    found *= population.open
    growth = moment.world.bme / moment.start.bme
    bme = bme_trustee_share(population, moment.baseline, growth)
    bme = bme + diversity * np.maximum(community_bme(population, moment.baseline, growth) - bme, 0)
    young = numbers.under_40 + diversity * (numbers.adults_under_40 - numbers.under_40)
    population.trustees = (staying * population.trustees + found).astype(np.float32)
    ageing = np.float32(1 - 1 / numbers.years_under_40)
    population.young_trustees = (staying * ageing * population.young_trustees + young * found).astype(np.float32)
    population.bme_trustees = (staying * population.bme_trustees + bme * found).astype(np.float32)
    empty = bounded(1 - population.trustees / seats) - (1 - 1 / per_usual)
    chance = numbers.chair_vacancy + numbers.chair_short_board * empty - moment.levers.chair_filled
    luck = moment.draws.uniform(Decision.CHAIR_VACANT, moment.step, population.identity)
    population.chair_vacant = luck < chance
