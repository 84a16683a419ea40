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
    heads = year.population.heads
    return Measure(heads * year.population.part_time, heads, 100)


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


@indicator("volunteer_hours", "Hours that volunteers give", "hours a year", "more")
def volunteer_hours(year: YearEnd) -> Measure:
    """Hours that the volunteers of all organisations and groups give, at the rate of the year's end."""
    return Measure(year.population.hours)


@indicator("older_hours", "Hours given by volunteers of 65 and over", "% of hours", "none")
def older_hours(year: YearEnd) -> Measure:
    """Hours that volunteers of 65 and over give, as a share of all volunteers' hours."""
    return Measure(year.population.older_hours, year.population.hours, 100)


@indicator("civic_core", "The civic core among volunteers", "% of volunteers", "none")
def civic_core(year: YearEnd) -> Measure:
    """Volunteers who belong to the civic core that gives most of the hours."""
    return Measure(year.population.core, year.population.volunteers, 100)


@indicator("volunteer_retention", "Volunteers who stay", "% a year", "more", flow=True)
def volunteer_retention(year: YearEnd) -> Measure:
    """Volunteers at the year's end, as a share of them and of those who left during the year."""
    return Measure(year.population.volunteers, year.population.volunteers + year.population.volunteers_left, 100)


@indicator("young_trustees", "Trustees under 40", "% of trustees", "more")
def young_trustees(year: YearEnd) -> Measure:
    """Trustees of registered organisations who are under 40."""
    return Measure(year.registered * year.population.young_trustees, year.registered * year.population.trustees, 100)


@indicator("bme_trustees", "Black and minority ethnic trustees", "% of trustees", "more")
def bme_trustees(year: YearEnd) -> Measure:
    """Trustees of registered organisations who are black or minority ethnic."""
    return Measure(year.registered * year.population.bme_trustees, year.registered * year.population.trustees, 100)
