"""Who is heard where a district consults its organisations with most voice."""

import numpy as np

from foresight.compiling import compiled
from foresight.population.columns import Flags, Floats, Smalls


@compiled
def heard(voice: Floats, district: Smalls, groups: Flags, districts: int, seats: int) -> float:
    """Return the share of districts in which every group that is there has one of the seats, 0-1.

    The seats of a district go to those with most voice.

    Parameters
    ----------
    groups : bool array, shape (groups, n)
        Who belongs to each group; those who belong to none compete for seats too.
    """
    bar = np.zeros((districts, seats), dtype=np.float32)  # the loudest voices of each district, loudest first
    for row in range(voice.size):
        place = district[row]
        if voice[row] > bar[place, seats - 1]:
            at = seats - 1
            while at > 0 and voice[row] > bar[place, at - 1]:
                bar[place, at] = bar[place, at - 1]
                at -= 1
            bar[place, at] = voice[row]
    there, seated = np.zeros((districts, groups.shape[0]), np.bool_), np.zeros((districts, groups.shape[0]), np.bool_)
    for group in range(groups.shape[0]):
        for row in range(voice.size):
            if groups[group, row]:
                there[district[row], group] = True
                if voice[row] >= bar[district[row], seats - 1]:
                    seated[district[row], group] = True
    full = 0
    for place in range(districts):
        if np.all(seated[place] == there[place]):
            full += 1
    return full / districts
