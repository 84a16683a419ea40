"""PowerPoint's own charts: the numbers open in Excel and can be edited, and the bands of bars with them."""

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import xlsxwriter
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.marker import Marker
from pptx.dml.chtfmt import ChartFormat
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from foresight.presentation import theme
from foresight.presentation.report.content import Series, cuts

SIZE = Pt(16)
KINDS = {
    "lines": XL_CHART_TYPE.LINE,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "shares": XL_CHART_TYPE.BAR_STACKED_100,
}
DASHED = ("Without", "Lower end", "Upper end")
COLOURS = {"Without": theme.WITHOUT, "Lower end": theme.WITH, "Upper end": theme.WITH}
ENDS = ("From the lower end", "To the upper end")
WIDE = 0.12
"""The share in which its name finds room; the legend names all."""
MOST_LABELS = 12
"""Years or pairs named under a line; beyond, every fifth is."""
MOST_LINES = 14
"""Lines of names that bars on one slide take; where they take more, they go on on the next."""
TICKS = 6
"""About so many steps of the axis of bars."""
MOST_STEPS, TICKS_ON_PAPER = 7, 10
"""The most steps that an axis of lines names, and the steps to which the charts on paper round theirs."""
DOT = 14
"""Points across the mark of a single value."""
Place = tuple[int, int, int, int]


def pieces(series: Series) -> list[Series]:
    """Return a chart as charts that fit a slide: bars whose names take too many lines go on on the next one."""
    if series.kind != "bars":
        return [series]
    lines = sum(1 + name.count("\n") for name in _labels(series))
    return [_cut(series, cut) for cut in cuts(len(series.names), math.ceil(lines / MOST_LINES))]


def _cut(series: Series, cut: slice) -> Series:
    ends = (series.ends[0][cut], series.ends[1][cut]) if series.ends is not None else None
    values = {name: each[cut] for name, each in series.values.items()}
    return replace(series, names=series.names[cut], values=values, ends=ends, marks=series.marks[cut], worse=series.worse[cut])


def add(slide: Slide, series: Series, place: Place, whole: Series) -> GraphicFrame:
    """Add a chart to a slide.

    Parameters
    ----------
    place : tuple
        Left, top, width and height.
    whole : Series
        What the chart is a piece of: all pieces are drawn to one scale.
    """
    data = CategoryChartData(number_format="General")
    data.categories = _labels(series)
    for name, values in series.values.items():
        data.add_series(name, [_finite(value) for value in values])
    frame = slide.shapes.add_chart(KINDS[series.kind], *place, data)
    _dress(frame.chart, series)
    if series.kind == "bars":
        _scale(frame.chart, whole)
    elif series.reach is not None:
        _as_on_paper(frame.chart, *series.reach)
    if series.ends is not None:
        _band(frame.chart, series)
    return frame


def _dress(chart: Chart, drawn: Series) -> None:
    """Give a chart the project's colours, dashes and sizes."""
    chart.font.size, chart.font.color.rgb = SIZE, _rgb(theme.INK)
    chart.has_title = bool(drawn.title)
    if drawn.title:
        frame = chart.chart_title.text_frame
        frame.text = drawn.title
        frame.paragraphs[0].font.size, frame.paragraphs[0].font.bold = SIZE, False
    chart.has_legend = len(drawn.values) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(theme.RULE)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    labels, reach = chart.value_axis.tick_labels, _reach(drawn)
    labels.number_format = "0%" if drawn.kind == "shares" else written(_step(*reach), drawn.less)
    labels.number_format_is_linked = False
    {"lines": _lines, "bars": _bars, "shares": _shares}[drawn.kind](chart, drawn)


def written(step: float, less: str) -> str:
    """Return how an axis with such steps writes its numbers; those of a difference get a word for their side.

    >>> written(0.5, "less")
    '0.0" more";0.0" less";"no difference"'
    >>> written(10.0, "")
    '#,##0;"minus "#,##0;0'
    """
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    number = f"0.{'0' * places}" if places else "#,##0"
    return f'{number}" more";{number}" {less}";"no difference"' if less else f'{number};"minus "{number};0'


def _reach(drawn: Series) -> tuple[float, float]:
    """Return the least and the greatest of all that is drawn, nothing included where there are bars or two sides."""
    values = [value for each in (*drawn.values.values(), *(drawn.ends or ())) for value in each if math.isfinite(value)]
    if drawn.kind == "bars" or drawn.less or not values:
        values.append(0.0)
    return min(values), max(values)


def _step(low: float, high: float) -> float:
    """Return the least of 1, 2 and 5 times a power of ten that divides a reach into about so many steps."""
    rough = (high - low) / TICKS or 1.0
    power = float(10.0 ** math.floor(math.log10(rough)))
    return power * next(times for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))


def _scale(chart: Chart, whole: Series) -> None:
    """Let the axis hold the bars' bands, which PowerPoint does not look at."""
    low, high = _reach(whole)
    axis, step = chart.value_axis, _step(low, high)
    axis.minimum_scale, axis.maximum_scale = step * math.floor(low / step), step * max(math.ceil(high / step), 1)
    axis.major_unit = step


def _as_on_paper(chart: Chart, low: float, high: float) -> None:
    """Let the axis of lines start where it does on paper."""
    start, end, step = nice(low, high)
    every = next(times for times in (1, 2, 5, 10) if math.ceil((end - start) / step - 1e-9) <= times * MOST_STEPS)
    axis = chart.value_axis
    axis.minimum_scale, axis.major_unit = start, every * step
    axis.maximum_scale = start + every * step * math.ceil((end - start) / (every * step) - 1e-9)
    axis.tick_labels.number_format = written(every * step, "")


def nice(low: float, high: float) -> tuple[float, float, float]:
    """Return a reach in round numbers, and their step, as the charts on paper round it.

    >>> nice(8203.0, 9078.0)
    (8200.0, 9100.0, 100.0)
    """
    step = _round_step(low, high)
    for _ in range(TICKS_ON_PAPER):  # a wider reach may have a wider step
        low, high = step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)
        wider = _round_step(low, high)
        if wider == step:
            break
        step = wider
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    return round(low, places), round(high, places), step


def _round_step(low: float, high: float) -> float:
    """Return the step of 1, 2 or 5 times a power of ten that gives nearest to ten steps."""
    rough = (high - low) / TICKS_ON_PAPER or 1.0
    power = float(10.0 ** math.floor(math.log10(rough)))
    over = rough / power
    times = 10 if over >= math.sqrt(50) else 5 if over >= math.sqrt(10) else 2 if over >= math.sqrt(2) else 1
    return times * power


def _lines(chart: Chart, drawn: Series) -> None:
    """Draw lines, dashed where they are not the plan's, and name every fifth of many places."""
    for series in chart.plots[0].series:
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = _rgb(COLOURS.get(series.name, theme.WITH)), Pt(3)
        series.format.line.dash_style = MSO_LINE.DASH if series.name in DASHED else MSO_LINE.SOLID
        if len(drawn.names) == 1:  # one place makes no line
            _dotted(series.marker, COLOURS.get(series.name, theme.WITH), dashed=series.name in DASHED)
    axis = chart.category_axis._element  # noqa: SLF001 - no call for it
    for name in ("c:tickLblSkip", "c:tickMarkSkip") if len(drawn.names) > MOST_LABELS else ():
        skip = OxmlElement(name)
        skip.set("val", "5")
        axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)  # it must stand before the one that ends the axis


def _dotted(marker: Marker, colour: str, *, dashed: bool) -> None:
    """Show the one value of a line as a mark: a diamond for what is dashed elsewhere."""
    marker.style, marker.size = XL_MARKER_STYLE.DIAMOND if dashed else XL_MARKER_STYLE.CIRCLE, DOT
    _filled(marker.format, colour)


def _bars(chart: Chart, drawn: Series) -> None:
    """Draw bars from the top down, numbers below; those that go the wrong way in rust, undecided ones hatched."""
    _downwards(chart)
    (series,) = chart.plots[0].series
    _filled(series.format, theme.WITH)
    series.invert_if_negative = False
    for place, (mark, worse) in enumerate(zip_longest(drawn.marks, drawn.worse)):
        if mark:
            _hatched(series.points[place].format, theme.WORSE if worse else theme.WITH)
        elif worse:
            _filled(series.points[place].format, theme.WORSE)


def _hatched(shape: ChartFormat, colour: str) -> None:
    shape.fill.patterned()
    shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    shape.fill.fore_color.rgb, shape.fill.back_color.rgb = _rgb(colour), _rgb(theme.PAPER)
    shape.line.color.rgb = _rgb(colour)


def _shares(chart: Chart, drawn: Series) -> None:
    """Draw the shares of a whole with their names in them where there is room."""
    _downwards(chart)
    for place, series in enumerate(chart.plots[0].series):
        colour, ink = theme.SHARES[place % len(theme.SHARES)]
        _filled(series.format, colour)
        series.format.line.color.rgb = _rgb(theme.PAPER)
        if min(drawn.values[series.name], default=0.0) >= WIDE:
            labels = series.data_labels
            labels.show_series_name, labels.show_value = True, False
            labels.font.size, labels.font.color.rgb = SIZE, _rgb(ink)


def _labels(drawn: Series) -> list[str]:
    """Return the names under or beside a chart, an undecided one with the words for that on a line of its own."""
    return [f"{name}\n({mark})" if mark else name for name, mark in zip_longest(drawn.names, drawn.marks, fillvalue="")]


def _downwards(chart: Chart) -> None:
    chart.category_axis.reverse_order = True
    chart.value_axis._element.find(qn("c:crosses")).set("val", "max")  # noqa: SLF001 - no call for it: numbers stay below
    chart.plots[0].gap_width = 60


def _band(chart: Chart, drawn: Series) -> None:
    """Draw the band of each bar as a line across its end; its numbers stand in the chart's own workbook."""
    (middle,) = drawn.values.values()
    lower, upper = (
        [abs(value - end) if math.isfinite(end) else 0.0 for value, end in zip(middle, ends, strict=True)]
        for ends in drawn.ends or ()
    )
    parts = [_numbers(name, column, values) for name, column, values in (("plus", "D", upper), ("minus", "C", lower))]
    line = f'<a:ln w="38100"><a:solidFill><a:srgbClr val="{theme.INK[1:]}"/></a:solidFill></a:ln>'
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{''.join(parts)}<c:spPr>{line}</c:spPr></c:errBars>"
    )
    chart.plots[0].series[0]._element.find(qn("c:cat")).addprevious(bars)  # noqa: SLF001 - no call for it
    rows = zip(_labels(drawn), map(_finite, middle), lower, upper, strict=True)
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(next(iter(drawn.values)), list(rows)))


def _numbers(name: str, column: str, values: Sequence[float]) -> str:
    """Return one side of the bands, as the numbers in a column of the workbook."""
    points = "".join(f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>' for place, value in enumerate(values))
    cache = f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache>'
    return f"<c:{name}><c:numRef><c:f>Sheet1!${column}$2:${column}${len(values) + 1}</c:f>{cache}</c:numRef></c:{name}>"


def _workbook(title: str, rows: Sequence[tuple[str, float | None, float, float]]) -> bytes:
    """Return the workbook behind bars: their names and lengths where PowerPoint looks for them, and how far their bands go."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(0, 1, [title, *ENDS])
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, row)
    return made.getvalue()


def _filled(shape: ChartFormat, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(colour)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))
