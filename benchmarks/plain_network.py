"""Ties between organisations, one Python object a tie: meetings, joint projects and trust, for the plain Mesa model."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from benchmarks.luck import Luck
from benchmarks.plain_organisation import Organisation, Tie, expit
from foresight.model.moment import Moment
from foresight.model.processes import meeting
from foresight.population.baseline import Baseline
from foresight.randomness import Decision

ANYBODY = 3  # the last of the rings; friends are found without one
Ring = tuple[list[float], list[Organisation]]  # ascending places, and who stands there


class Network:
    """All ties of the sector."""

    def __init__(self, baseline: Baseline, luck: Luck) -> None:
        self.baseline, self.numbers, self.luck = baseline, baseline.ties, luck
        self.shares = list(accumulate(getattr(self.numbers, circle) for circle in meeting.CIRCLES))
        self.ties: list[Tie] = []

    def found(self, organisations: Iterable[Organisation], moment: Moment) -> None:
        """Make the network of 2002: some rounds of meetings, and the joint projects under way."""
        self.meet(organisations, moment, self.numbers.founding_meetings)
        numbers = self.numbers
        for tie in self.ties:
            pair = (moment.step, tie.first.identity, tie.second.identity)
            age = self.luck.pair(Decision.AGREES_SECOND, *pair)
            if self.luck.pair(Decision.AGREES_FIRST, *pair) < numbers.founding_projects:
                tie.project_end = 1 + math.floor(age * numbers.project_quarters)
            further = numbers.trust_start - numbers.trust_floor
            tie.trust = numbers.trust_floor + further * (1 + age)
            tie.trust_back = numbers.trust_floor + further * (1 + self.luck.pair(Decision.TRUST_BEFORE, *pair))
        self._count(organisations)

    def meet(self, organisations: Iterable[Organisation], moment: Moment, rounds: float) -> None:
        """Let everybody start so many meetings; some become ties."""
        rings, numbers = self._rings(organisations, moment.step), self.numbers
        reach = {body.identity: body.handicap(moment) for body in organisations}
        parts = range(min(math.ceil(rounds), meeting.MOST_ROUNDS))
        met = [(part, body, self._met(body, rings, moment.step, part)) for part in parts for body in organisations]
        for part, body, partner in met:  # once all have met, so that friends are those of the year before
            if partner is None:
                continue
            likely = min(rounds - part, 1.0) * numbers.tie_chance * reach[body.identity] * reach[partner.identity]
            if body.bme_led != partner.bme_led:
                likely *= numbers.tie_bme
            if self.luck.uniform(Decision.TIE_FORMS, moment.step, body.identity, part) < likely:
                self.tie(body, partner)

    def tie(self, one: Organisation, other: Organisation) -> None:
        """Tie two organisations that are not tied yet."""
        if one is other or other.identity in one.ties:
            return
        first, second = (one, other) if one.identity < other.identity else (other, one)
        made = Tie(first, second, self.numbers.trust_start, self.numbers.trust_start)
        self.ties.append(made)
        one.ties[other.identity] = other.ties[one.identity] = made

    def drop_closed(self) -> None:
        """Drop the ties of organisations that have closed."""
        self._keep([tie for tie in self.ties if tie.first.open and tie.second.open])

    def collaborate(self, organisations: Iterable[Organisation], moment: Moment) -> None:
        """Let projects end and leave trust, idle ties fade, and new projects be agreed."""
        lasting = []
        for tie in self.ties:
            self._settle(tie, moment)
            pair = (moment.step, tie.first.identity, tie.second.identity)
            if not tie.project_end and self.luck.pair(Decision.TIE_FADES, *pair) < self.numbers.fade_rate:
                continue
            lasting.append(tie)
            if not tie.project_end:
                sides = ((Decision.AGREES_FIRST, tie.first), (Decision.AGREES_SECOND, tie.second))
                if all(self.luck.pair(decision, *pair) < self._chance(tie, side, moment) for decision, side in sides):
                    tie.project_end = moment.step + int(self.numbers.project_quarters)
        self._keep(lasting)
        self._count(organisations)

    def _met(self, body: Organisation, rings: list[dict[int, Ring]], step: int, part: int) -> Organisation | None:
        """Return whom an organisation meets: the next on the ring of its circle, or a partner's partner."""
        circle = bisect_right(self.shares, self.luck.uniform(Decision.MEETING_CIRCLE, step, body.identity, part))
        aim = self.luck.uniform(Decision.MEETING_PARTNER, step, body.identity, part)
        if circle == meeting.FRIENDS:
            friend = body.friend(aim)
            return None if friend is None else friend.friend(aim * 997 % 1)
        ring = min(circle, ANYBODY)
        places, bodies = rings[ring][_groups(body)[ring]]
        found = bisect_left(places, aim)
        return bodies[found] if found < len(places) else bodies[0]

    def _rings(self, organisations: Iterable[Organisation], step: int) -> list[dict[int, Ring]]:
        """Place everybody on the ring of its group in each circle, in the order of keyed draws."""
        uniform = self.luck.uniform
        placed = []
        for body in organisations:
            place = uniform(Decision.MEETING_PLACE, step, body.identity) + body.identity * 2.0**-40
            placed.append((min(place, 1 - 2.0**-24), body.identity, body))
        placed.sort()
        rings: list[dict[int, Ring]] = [{} for _ in range(ANYBODY + 1)]
        for place, _, body in placed:
            for circle, group in zip(rings, _groups(body), strict=True):
                places, bodies = circle.setdefault(group, ([], []))
                places.append(place)
                bodies.append(body)
        return rings

    def _settle(self, tie: Tie, moment: Moment) -> None:
        """End a project that has run its time, move trust by how it went, and let trust sink towards its floor."""
        numbers = self.numbers
        if tie.project_end and tie.project_end <= moment.step:
            weaker = min(tie.first.able(self.baseline), tie.second.able(self.baseline))
            both = (tie.trust + tie.trust_back) / 2
            hope = expit(numbers.success_base + numbers.success_trust * both + numbers.success_capacity * weaker)
            success = self.luck.pair(Decision.JOINT_SUCCESS, moment.step, tie.first.identity, tie.second.identity) < hope
            tie.trust = tie.first.lesson(tie.trust, tie.second, success=success)
            tie.trust_back = tie.second.lesson(tie.trust_back, tie.first, success=success)
            tie.project_end = 0
        tie.trust += numbers.trust_decay * (numbers.trust_floor - tie.trust)
        tie.trust_back += numbers.trust_decay * (numbers.trust_floor - tie.trust_back)

    def _chance(self, tie: Tie, side: Organisation, moment: Moment) -> float:
        """Return the chance that one side agrees to a joint project."""
        return expit(self.numbers.sharpness * self._value(tie, side, moment))

    def _value(self, tie: Tie, side: Organisation, moment: Moment) -> float:
        """Return what a joint project is worth to one side."""
        numbers, scarcity = self.numbers, moment.scarcity
        value = numbers.value_base + numbers.value_saving + numbers.value_scarcity * scarcity
        value -= numbers.cost_of_distrust * (1 - tie.trust_of(side))
        if tie.first.activity == tie.second.activity:
            value += numbers.value_same_activity
            if tie.first.district == tie.second.district:
                value -= numbers.rivalry + numbers.rivalry_scarcity * scarcity
        return value

    def _keep(self, lasting: list[Tie]) -> None:
        """Keep these ties, and take the others from both their ends."""
        kept = set(map(id, lasting))
        for tie in self.ties:
            if id(tie) not in kept:
                del tie.first.ties[tie.second.identity], tie.second.ties[tie.first.identity]
        self.ties = lasting

    def _count(self, organisations: Iterable[Organisation]) -> None:
        """Write everybody's number of ties and of joint projects under way."""
        for body in organisations:
            body.tally()


def _groups(body: Organisation) -> tuple[int, ...]:
    """Return an organisation's group on each ring: place and activity, place, activity, anybody."""
    return body.district * 16 + body.activity, body.district, body.activity, 0
