"""Words that several pages share."""

from collections.abc import Mapping

from foresight.presentation.sentences import FEWEST_PAIRS

STRENGTHS: Mapping[str, str] = {"low": "Weak", "central": "Central", "high": "Strong"}
"""How well the actions work, in words."""

BUDGETS = (0.25, 1.0, 2.8)
"""Three sizes of initiative, GBP m a year at 2002 prices."""

HONESTY = (
    "<strong>Before you trust a number:</strong> nobody has ever measured how much joint actions like these achieve. "
    "Studies support the direction of some of them; every size is an assumption. Set the actions to Weak and see what is left."
)

HOW_SURE = (
    "A pair is one course of events lived through twice, **without** and **with** the plan, with the same luck. "
    "What differs between the two is the plan. A shaded band holds 8 in 10 of the pairs. Where the band of a difference lies on "
    "both sides of zero, the result is **too close to call**; "
    f"with fewer than {FEWEST_PAIRS} pairs it is **too early to say**. "
    "The difference is taken pair by pair, so it can differ a little from the gap between the two lines. "
    "All this is about luck. Whether the assumptions are right is another matter: "
    "try weak and strong actions, and other futures too."
)
