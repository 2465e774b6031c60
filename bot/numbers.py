"""Write numbers as a careful reader expects them: 31%, 40 percentage points, 1,364, 2.3 times."""

from decimal import ROUND_HALF_UP, Decimal


def percent(value: float, decimals: int = 0) -> str:
    """Return a percentage with as many decimals as were published: 31%."""
    return f"{plain(value, decimals)}%"


def points(value: float, decimals: int = 0) -> str:
    """Return a difference of percentages: 1 percentage point, 40 percentage points."""
    shown = plain(abs(value), decimals)
    return f"{shown} percentage point{'' if shown == '1' else 's'}"


def plain(value: float, decimals: int = 0) -> str:
    """Return a number rounded half away from zero, thousands separated, without a trailing .0."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{rounded + 0:,f}"  # no -0
    return text.rstrip("0").rstrip(".") if "." in text else text


def listed(parts: tuple[str, ...] | list[str], last: str = "and") -> str:
    """Return parts as a list in a sentence: a, b and c."""
    if len(parts) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
