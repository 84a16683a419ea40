"""What the sector aspires to, and how a plan's account is drawn up: sections of the baseline."""

from foresight.config import Frozen
from foresight.population.quantity import Quantity


class Aspirations(Frozen):
    """The six aspirations of the baseline study: where each counts as nought, and its target."""

    trust_from: Quantity
    trust_target: Quantity
    field_from: Quantity
    field_target: Quantity
    tax_from: Quantity
    tax_target: Quantity
    consultation_from: Quantity
    consultation_target: Quantity
    funding_from: Quantity
    funding_target: Quantity
    commissioning_from: Quantity
    commissioning_target: Quantity


class Accounts(Frozen):
    """How a plan's costs and its losers are counted."""

    discount_rate: Quantity
    noticeable: Quantity
