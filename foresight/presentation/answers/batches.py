"""All answers of a batch, in the order in which people ask."""

from foresight.analysis.analyse import Analyses
from foresight.presentation.answers.answer import Answer
from foresight.presentation.answers.causes import conditions
from foresight.presentation.answers.choice import regrets
from foresight.presentation.answers.uncertainty import enough, sensitivity, uncertainties


def answers(found: Analyses) -> list[Answer]:
    """Return everything that a batch says about one indicator."""
    indicator = found.question.indicator
    return [
        *regrets(indicator, dict(found.regret)),
        *uncertainties(indicator, dict(found.spread)),
        *enough(indicator, dict(found.precision)),
        *sensitivity(indicator, dict(found.sensitivity)),
        *conditions(indicator, dict(found.discovery), found.question.aim()),
    ]
