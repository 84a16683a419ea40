"""The baseline's numbers of what befalls the sector: shocks, mergers, standing with funders, voice and public trust."""

from foresight.config import Frozen
from foresight.population.quantity import Quantity


class Shocks(Frozen):
    """Floods, pandemics, employment disputes and failed ventures."""

    flood_chance: Quantity
    flood_reach: Quantity
    flood_cost: Quantity
    flood_exit: Quantity
    flood_volunteers: Quantity
    flood_quarters: Quantity
    pandemic_earned: Quantity
    pandemic_volunteers: Quantity
    pandemic_quarters: Quantity
    dispute_rate: Quantity
    dispute_cost: Quantity
    venture_loss: Quantity


class Standing(Frozen):
    """Public trust (M13), and funders' trust in single organisations (M3)."""

    trust_recovery: Quantity
    scandal_chance: Quantity
    scandal_fall: Quantity
    transparency_gain: Quantity
    funder_start: Quantity
    funder_holder: Quantity
    funder_gain: Quantity
    funder_decay: Quantity
    funder_bonus: Quantity


class Voice(Frozen):
    """Voice, gagging and mission drift (M12), and what consultation changes in commissioning (M4)."""

    base: Quantity
    unrestricted: Quantity
    network: Quantity
    network_ties: Quantity
    consultation: Quantity
    capacity: Quantity
    public: Quantity
    public_from: Quantity
    gagging: Quantity
    drift: Quantity
    commissioning: Quantity


class Mergers(Frozen):
    """Mergers of tied organisations (P20)."""

    chance: Quantity
    deficit: Quantity
    trust: Quantity
    same_activity: Quantity
    margin: Quantity
    cost: Quantity
