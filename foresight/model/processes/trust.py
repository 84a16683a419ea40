"""Public trust in charities, for the whole region (M13)."""

from foresight.model.moment import Moment
from foresight.population.columns import QUARTERS

MOST = 10.0  # of the survey's scale


def move_public_trust(trust: float, moment: Moment) -> float:
    """Return public trust after a quarter (M13), 0-10: it follows the future's path with recovery and falls with scandals."""
    numbers = moment.baseline.standing
    recovery = float(1 - (1 - numbers.trust_recovery) ** (1 / QUARTERS))
    moved = trust + recovery * (moment.world.trust - trust) - moment.shocks.scandal
    return min(max(moved, 0.0), MOST)
