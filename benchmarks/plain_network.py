"""Ties between organisations, one Python object a tie: meetings, joint projects and trust, for the plain Mesa model."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from operator import itemgetter

from benchmarks.luck import Luck
from benchmarks.plain_organisation import Organisation, Tie, expit
from foresight.model.moment import Moment
from foresight.model.processes import meeting
from foresight.population.baseline import Baseline
from foresight.population.columns import Award
from foresight.randomness import Decision

ANYBODY = meeting.FRIENDS  # the last of the rings; friends are found without one
Group = tuple[int, ...] | None
Ring = tuple[list[float], list[Organisation]]  # ascending places, and who stands there


class Network:
    """All ties of the sector."""

    def __init__(self, baseline: Baseline, luck: Luck) -> None:
        self.baseline, self.numbers, self.luck = baseline, baseline.ties, luck
        self.shares = list(accumulate(getattr(self.numbers, circle) for circle in meeting.CIRCLES))
        self.kilometres = baseline.kilometres.tolist()
        self.county = baseline.county_of_district.tolist()
        self.ties: list[Tie] = []

    def found(self, organisations: Iterable[Organisation], moment: Moment) -> None:
        """Make the network of 2002: some rounds of meetings, and the joint projects under way."""
        numbers, rings = self.numbers, self._rings(organisations, moment.step)
        for part in range(min(math.ceil(numbers.founding_meetings), meeting.MOST_ROUNDS)):
            self._round(organisations, moment, rings, {part: min(numbers.founding_meetings - part, 1.0)})
        self.mandate(organisations, moment)
        for tie in self.ties:
            pair = (moment.step, tie.first.identity, tie.second.identity)
            age = self.luck.pair(Decision.AGREES_SECOND, *pair)
            working = self.luck.pair(Decision.AGREES_FIRST, *pair) < numbers.founding_projects
            tie.project_end = 1 + math.floor(age * numbers.project_quarters) if working or tie.mandated else 0
            history = (numbers.trust_start - numbers.trust_floor) * age
            tie.trust, tie.trust_back = min(tie.trust + history, 1.0), min(tie.trust_back + history, 1.0)
        self._count(organisations)

    def meet(self, organisations: Iterable[Organisation], moment: Moment, rounds: float) -> None:
        """Let everybody start so many meetings; some become ties."""
        parts = range(min(math.ceil(rounds), meeting.MOST_ROUNDS))
        chances = {part: min(rounds - part, 1.0) for part in parts}
        self._round(organisations, moment, self._rings(organisations, moment.step), chances)

    def _round(
        self, organisations: Iterable[Organisation], moment: Moment, rings: list[dict[Group, Ring]], chances: dict[int, float]
    ) -> None:
        """Hold rounds of meetings, each with its chance to take part."""
        met = [(part, body, self._met(body, rings, moment.step, part)) for part in chances for body in organisations]
        for part, body, partner in met:  # once all have met, so that friends are those of before
            if partner is None:
                continue
            likely = chances[part] * self.numbers.tie_chance * body.ease(self.numbers) * partner.ease(self.numbers)
            likely *= self._nearness(body, partner)
            if body.bme_led != partner.bme_led:
                likely *= self.numbers.tie_bme
            if self.luck.uniform(Decision.TIE_FORMS, moment.step, body.identity, part) < likely:
                self.tie(body, partner, moment)

    def _nearness(self, one: Organisation, other: Organisation) -> float:
        """Return what distance leaves of a chance to tie."""
        numbers = self.numbers
        far = self.kilometres[one.district][other.district] + numbers.rural_distance * (one.rural + other.rural)
        return math.exp(-numbers.distance_decay * far * (1 - numbers.ict_saving if one.ict and other.ict else 1))

    def tie(self, one: Organisation, other: Organisation, moment: Moment) -> None:
        """Tie two organisations that are not tied yet, each with the trust of its first impression."""
        if one is other or other.identity in one.ties:
            return
        first, second = (one, other) if one.identity < other.identity else (other, one)
        start, spread = self.numbers.trust_start, self.numbers.trust_spread
        pair = (moment.step, first.identity, second.identity)
        trust, trust_back = (
            min(max(start + spread * (2 * self.luck.pair(decision, *pair) - 1), 0.0), 1.0)
            for decision in (Decision.IMPRESSION_FIRST, Decision.IMPRESSION_SECOND)
        )
        made = Tie(first, second, trust, trust_back)
        self.ties.append(made)
        one.ties[other.identity] = other.ties[one.identity] = made

    def mandate(self, organisations: Iterable[Organisation], moment: Moment) -> None:
        """Let funders of regeneration demand joint projects of those whom they pay."""
        holders = [body for body in organisations if body.award[Award.REGENERATION] > 0]
        rings: dict[int, Ring] = {}
        for place, _, body in self._placed(holders, moment.step):
            places, bodies = rings.setdefault(self.county[body.district], ([], []))
            places.append(place)
            bodies.append(body)
        for body in holders:
            luck = self.luck.uniform(Decision.MANDATED, moment.step, body.identity)
            if body.mandated or luck >= self.numbers.mandate_rate:
                continue
            aim = self.luck.uniform(Decision.MANDATED_PARTNER, moment.step, body.identity)
            partner = _nearest(rings[self.county[body.district]], aim)
            self.tie(body, partner, moment)
            tie = body.ties.get(partner.identity)
            if tie and not tie.project_end:
                tie.project_end, tie.mandated = moment.step + int(self.numbers.project_quarters), True

    def drop_closed(self) -> None:
        """Drop the ties of organisations that have closed."""
        self._keep([tie for tie in self.ties if tie.first.open and tie.second.open])

    def collaborate(self, organisations: Iterable[Organisation], moment: Moment) -> None:
        """Let projects end and leave trust, idle ties fade, and new projects be agreed."""
        self.mandate(organisations, moment)
        for body in organisations:
            body.worked = body.collaborations > 0
        lasting = []
        for tie in self.ties:
            self._settle(tie, moment)
            fades = self.luck.pair(Decision.TIE_FADES, moment.step, tie.first.identity, tie.second.identity)
            if tie.project_end or fades >= self.numbers.fade_rate:
                lasting.append(tie)
        self._keep(lasting)
        self._agree(organisations, moment)
        self._count(organisations)

    def _agree(self, organisations: Iterable[Organisation], moment: Moment) -> None:
        """Begin joint projects where both sides say yes and have room."""
        taken = {body: sum(tie.project_end > 0 for tie in body.ties.values()) for body in organisations}
        willing = []
        for tie in self.ties:
            pair = (tie.first.identity, tie.second.identity)
            sides = ((Decision.AGREES_FIRST, tie.first), (Decision.AGREES_SECOND, tie.second))
            if not tie.project_end and all(
                self.luck.pair(decision, moment.step, *pair) < side.ready(tie, moment) for decision, side in sides
            ):
                willing.append((self.luck.pair(Decision.AGREES_FIRST, moment.step, *pair), pair, tie))
        for _, _, tie in sorted(willing, key=itemgetter(0, 1)):
            if all(taken[side] < side.room(self.numbers) for side in (tie.first, tie.second)):
                tie.project_end = moment.step + int(self.numbers.project_quarters)
                taken[tie.first] += 1
                taken[tie.second] += 1

    def _met(self, body: Organisation, rings: list[dict[Group, Ring]], step: int, part: int) -> Organisation | None:
        """Return whom an organisation meets: the next on the ring of its circle, or a partner's partner."""
        circle = bisect_right(self.shares, self.luck.uniform(Decision.MEETING_CIRCLE, step, body.identity, part))
        aim = self.luck.uniform(Decision.MEETING_PARTNER, step, body.identity, part)
        if circle == meeting.FRIENDS:
            friend = body.friend(aim)
            return None if friend is None else friend.friend(aim * 997 % 1)
        ring = min(circle, ANYBODY)
        group = self._groups(body)[ring]
        return None if group is None else _nearest(rings[ring][group], aim)

    def _placed(self, organisations: Iterable[Organisation], step: int) -> list[tuple[float, int, Organisation]]:
        """Return organisations in the order of their keyed places on rings."""
        placed = []
        for body in organisations:
            place = self.luck.uniform(Decision.MEETING_PLACE, step, body.identity) + body.identity * 2.0**-40
            placed.append((min(place, 1 - 2.0**-24), body.identity, body))
        return sorted(placed)

    def _rings(self, organisations: Iterable[Organisation], step: int) -> list[dict[Group, Ring]]:
        """Place everybody on the ring of its group in each circle, in the order of keyed draws."""
        rings: list[dict[Group, Ring]] = [{} for _ in range(ANYBODY + 1)]
        for place, _, body in self._placed(organisations, step):
            for circle, group in zip(rings, self._groups(body), strict=True):
                if group is not None:
                    places, bodies = circle.setdefault(group, ([], []))
                    places.append(place)
                    bodies.append(body)
        return rings

    def _groups(self, body: Organisation) -> tuple[Group, ...]:
        """Return an organisation's group on each ring, in the order of the circles, and that of those who meet anybody."""
        main = max(range(len(body.award)), key=body.award.__getitem__)
        funder = (main, self.county[body.district]) if body.award[main] > 0 else None
        place, activity = body.district, body.activity
        return (place, activity), (place,), (activity,), (body.beneficiary,), funder, ()

    def _settle(self, tie: Tie, moment: Moment) -> None:
        """End a project that has run its time, move trust by how it went, and let trust sink towards its floor."""
        numbers = self.numbers
        if tie.project_end and tie.project_end <= moment.step:
            weaker = min(tie.first.able(self.baseline), tie.second.able(self.baseline))
            both = (tie.trust + tie.trust_back) / 2
            odds = numbers.success_base + numbers.success_trust * both + numbers.success_capacity * weaker
            hope = expit(odds - numbers.mandate_penalty * tie.mandated)
            success = self.luck.pair(Decision.JOINT_SUCCESS, moment.step, tie.first.identity, tie.second.identity) < hope
            tie.trust = tie.first.lesson(tie.trust, tie.second, success=success)
            tie.trust_back = tie.second.lesson(tie.trust_back, tie.first, success=success)
            tie.project_end, tie.mandated = 0, False
        tie.trust += numbers.trust_decay * (numbers.trust_floor - tie.trust)
        tie.trust_back += numbers.trust_decay * (numbers.trust_floor - tie.trust_back)

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


def _nearest(ring: Ring, aim: float) -> Organisation:
    """Return who stands next after `aim` on a ring."""
    places, bodies = ring
    found = bisect_left(places, aim)
    return bodies[found] if found < len(places) else bodies[0]
