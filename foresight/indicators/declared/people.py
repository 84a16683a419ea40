"""Paid staff, trustees and volunteers."""

from foresight.indicators.measures import Measure, YearEnd, indicator


@indicator("jobs", "Paid jobs", "people", "more", headline=True, outcome=True)
def jobs(year: YearEnd) -> Measure:
    """People in paid work in voluntary organisations, full-time and part-time."""
    return Measure(year.population.heads)


@indicator("posts", "Paid work", "full-time equivalents", "more")
def posts(year: YearEnd) -> Measure:
    """Posts filled in voluntary organisations, in full-time equivalents."""
    return Measure(year.population.staff)


@indicator("part_time", "Part-time jobs", "% of jobs", "none")
def part_time(year: YearEnd) -> Measure:
    """Paid jobs that are part-time."""
    return Measure(year.population.heads * year.population.part_time, year.population.heads, 100)


@indicator("vacancies", "Paid posts vacant", "% of posts", "fewer")
def vacancies(year: YearEnd) -> Measure:
    """Vacant posts as a share of all posts, in full-time equivalents."""
    return Measure(year.population.vacancies, year.population.vacancies + year.population.staff, 100)


@indicator("turnover", "Staff who leave their post", "% a year", "fewer", flow=True)
def turnover(year: YearEnd) -> Measure:
    """Posts that staff left in the year, as a share of the posts filled at its end, in full-time equivalents."""
    return Measure(year.population.leavers, year.population.staff, 100)


@indicator("volunteers", "Volunteers", "people", "more", headline=True, outcome=True)
def volunteers(year: YearEnd) -> Measure:
    """Volunteers of all organisations and groups."""
    return Measure(year.population.volunteers)


@indicator("chair_vacancies", "Boards without chair or treasurer", "% of organisations", "fewer")
def chair_vacancies(year: YearEnd) -> Measure:
    """Registered organisations whose chair's or treasurer's post stood vacant this year."""
    return Measure(year.registered & year.population.chair_vacant, year.registered, 100)
