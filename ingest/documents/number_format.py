"""Numbers and dates of workbooks as they are displayed: what a reader of the sheet sees is what is printed.

Follows the number format codes of ECMA-376 part 1, 18.8.30, as far as accounts use them: decimals, thousands,
percent, scale, literals, sections for negative numbers, zero and text, dates and times.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<width>.)|\*(?P<fill>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<number>[0#?][0#?,.]*|\.[0#?]+)(?P<power>E[+-]0+)?"
    r"|(?P<percent>%)|(?P<text>@)|(?P<fraction>/)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_DATE_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[\$[^\]]*\]|\[(h+|m+|s+)\]|\[[^\]]*\]'
    r"|(yyyy|yy|e|mmmmm|mmmm|mmm|mm|m|dddd|ddd|dd|d|aaaa|aaa|hh|h|ss|s|AM/PM|A/P|上午/下午|\.0+)|(.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\])*', re.DOTALL)
_LOCAL_DATES = {"mm-dd-yy": "yyyy/m/d", "m/d/yy h:mm": "yyyy/m/d h:mm"}
"""Formats 14 and 22 follow the place of the reader: in China the year comes first."""
_GENERAL_DIGITS = 11
_STORED_DIGITS = 15
_WEEKDAYS = "一二三四五六日"
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def displayed_number(value: int | float | Decimal, code: str) -> str:
    """``value`` as a cell with number format ``code`` shows it; ``12.5`` with ``0.00`` is ``12.50``."""
    number = _stored(value)
    if number is None:
        return str(value)
    sections = _sections(code)
    section, unsigned = _chosen(number, sections)
    shown = _rendered(abs(number) if unsigned else number, section)
    if number < 0 and not unsigned and Decimal(0) == _digits_only(shown):
        # A loss too small to show is shown as zero, without a sign.
        shown = shown.replace("-", "", 1)
    return shown.strip(" ")


def displayed_date(value: date | datetime | time | timedelta, code: str) -> str:
    """A date or time as a cell with number format ``code`` shows it; ``yyyy年m月d日`` is 2024年8月5日."""
    code = _LOCAL_DATES.get(code, code).split(";")[0]
    if isinstance(value, timedelta):
        moment = datetime(1899, 12, 31) + value
        total = value.total_seconds()
    elif isinstance(value, time):
        moment = datetime.combine(date(1899, 12, 31), value)
        total = value.hour * 3600.0 + value.minute * 60 + value.second
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        total = (moment - datetime(1899, 12, 30)).total_seconds()
    tokens = list(_DATE_TOKEN.finditer(code))
    halves = any((token[4] or "").upper() in ("AM/PM", "A/P", "上午/下午") for token in tokens)
    pieces = []
    last = ""
    for at, token in enumerate(tokens):
        quoted, escaped, elapsed, part, other = token.groups()
        if part is None:
            pieces.append(_elapsed(total, elapsed) if elapsed else quoted or escaped or other or "")
            last = elapsed.lower() if elapsed else last
            continue
        following = next((t[4].lower() for t in tokens[at + 1 :] if t[4]), "")
        minutes = part.lower() in ("m", "mm") and (last.startswith("h") or following.startswith("s"))
        pieces.append(_date_part(moment, part, minutes, halves))
        last = part.lower()
    return "".join(pieces).strip()


def _stored(value: int | float | Decimal) -> Decimal | None:
    """The number as meant: a workbook keeps 15 digits, so 373.97000000000003 is 373.97."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return None
    with localcontext() as context:
        context.prec = _STORED_DIGITS
        return number if isinstance(value, int) else +number


def _sections(code: str) -> list[str]:
    sections = []
    at = 0
    while at <= len(code):
        match = _SECTION.match(code, at)
        end = match.end() if match else len(code)
        sections.append(code[at:end])
        at = end + 1
    return sections


def _chosen(number: Decimal, sections: list[str]) -> tuple[str, bool]:
    """The section that applies, and whether it shows the number without its sign."""
    for section in sections[:2]:
        condition = _CONDITION.search(section)
        if condition and _holds(number, condition[1], Decimal(condition[2])):
            return section, number < 0 and condition[1] in ("<", "<=")
    if any(_CONDITION.search(section) for section in sections[:2]):
        return sections[-1] if len(sections) > 1 else "General", False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": number < limit,
        "<=": number <= limit,
        ">": number > limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[sign]


def _rendered(number: Decimal, section: str) -> str:
    tokens = list(_TOKEN.finditer(section))
    if any(token["fraction"] for token in tokens) and any(token["number"] for token in tokens):
        return _general(number)
    number *= Decimal(100) ** sum(1 for token in tokens if token["percent"])
    pieces: list[str] = []
    placed = False
    for token in tokens:
        literal = token["quoted"] or token["escaped"] or token["currency"] or token["percent"] or token["other"]
        if token["width"] or token["fill"]:
            pieces.append(" ")
        elif token["general"] or token["text"]:
            pieces.append(_general(number))
        elif token["number"] and not placed:
            placed = True
            pieces.append(_scientific(number, token["number"]) if token["power"] else _fixed(number, token["number"]))
        elif literal:
            pieces.append(literal)
    text = "".join(pieces)
    return f"-{text}" if number < 0 and placed else text


def _fixed(number: Decimal, pattern: str) -> str:
    """The magnitude of ``number`` in a pattern of ``0 # ? , .``; the sign is the caller's."""
    whole, _, part = pattern.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    if part.endswith(","):
        scale += len(part) - len(part.rstrip(","))
        part = part.rstrip(",")
    thousands = "," in whole.rstrip(",")
    part = part.replace(",", "")
    with localcontext() as context:
        context.prec = 60
        magnitude = abs(number).scaleb(-3 * scale).quantize(Decimal(1).scaleb(-len(part)), ROUND_HALF_UP)
    digits, _, decimals = f"{magnitude:f}".partition(".")
    digits = digits.lstrip("0").rjust(whole.count("0"), "0")
    least = len(part.rstrip("#?"))
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    if thousands:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    return digits + (f".{decimals}" if decimals or "." in pattern else "")


def _scientific(number: Decimal, pattern: str) -> str:
    decimals = len(pattern.partition(".")[2])
    mantissa, _, power = f"{abs(number):.{decimals}E}".partition("E")
    return f"{mantissa}E{int(power):+03d}"


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        return f"{number:.0f}"
    with localcontext() as context:
        context.prec = _GENERAL_DIGITS
        context.rounding = ROUND_HALF_UP
        text = f"{+number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits_only(text: str) -> Decimal | None:
    digits = re.sub(r"[^\d.]", "", text)
    return Decimal(digits) if re.fullmatch(r"\d+(\.\d*)?|\.\d+", digits) else None


def _elapsed(seconds: float, unit: str) -> str:
    size = {"h": 3600, "m": 60, "s": 1}[unit[0].lower()]
    return str(int(seconds // size)).rjust(len(unit), "0")


def _date_part(moment: datetime, part: str, minutes: bool, halves: bool) -> str:
    key = part.lower()
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    weekday = _WEEKDAYS[moment.weekday()]
    simple = {
        "yyyy": f"{moment.year:04d}",
        "e": f"{moment.year:04d}",
        "yy": f"{moment.year % 100:02d}",
        "mmmmm": _ENGLISH_MONTHS[moment.month - 1][0],
        "mmmm": f"{moment.month}月",
        "mmm": _ENGLISH_MONTHS[moment.month - 1],
        "mm": f"{moment.minute if minutes else moment.month:02d}",
        "m": str(moment.minute if minutes else moment.month),
        "dddd": f"星期{weekday}",
        "ddd": f"周{weekday}",
        "aaaa": f"星期{weekday}",
        "aaa": weekday,
        "dd": f"{moment.day:02d}",
        "d": str(moment.day),
        "hh": f"{hour:02d}",
        "h": str(hour),
        "ss": f"{moment.second:02d}",
        "s": str(moment.second),
        "am/pm": "AM" if moment.hour < 12 else "PM",
        "a/p": "A" if moment.hour < 12 else "P",
        "上午/下午": "上午" if moment.hour < 12 else "下午",
    }
    if key in simple:
        return simple[key]
    return f".{moment.microsecond:06d}"[: len(part)]
