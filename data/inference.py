"""What a share and its base allow to be said: intervals, margins, head-counts, bounds and differences.

Shares, bounds and margins are percentages throughout; every function is pure arithmetic.
"""

import math
from fractions import Fraction

from data.answer import JointKind, Span

Z95 = 1.959963984540054  # two-sided 95% point of the standard normal distribution
NOTHING = Span(low=0.0, high=0.0)
EVERYTHING = Span(low=0.0, high=100.0)


def wilson(share: float, base: int) -> Span:
    """Return the 95% Wilson score interval of a share (Wilson 1927, JASA 22, 209-212)."""
    p, z2 = share / 100, Z95**2 / base
    middle = (p + z2 / 2) / (1 + z2)
    reach = Z95 / (1 + z2) * math.sqrt(p * (1 - p) / base + z2 / (4 * base))
    # At 0 and 100 the limit is exact, and rounding errors must not leave the share outside its own interval.
    return Span(
        low=min(share, max(0.0, 100 * (middle - reach))),
        high=max(share, min(100.0, 100 * (middle + reach))),
    )


def margin(share: float, base: int) -> float:
    """Return the 95% margin of error under simple random sampling: z * sqrt(p(1-p)/n) (Cochran 1977, section 3.5)."""
    p = share / 100
    return 100 * Z95 * math.sqrt(p * (1 - p) / base)


def minus(first: float, second: float) -> float:
    """Return first - second as their decimals say: 7.1 - 7 is 0.1, not 0.0999."""
    return float(_exact(first) - _exact(second))


def head_count(share: float, base: int) -> int:
    """Return the nearest whole number of respondents to a share, halves upward."""
    return math.floor(_exact(share) * base / 100 + Fraction(1, 2))


def head_counts(share: float, decimals: int, base: int) -> Span:
    """Return the least and most respondents whose share rounds (halves upward) to the published one.

    Where none does (61% of 4), the span is the nearest head-count alone.
    """
    half = Fraction(1, 2 * 10**decimals)
    low = max(0, math.ceil((_exact(share) - half) * base / 100))
    high = min(base, math.ceil((_exact(share) + half) * base / 100) - 1)
    if low > high:
        low = high = head_count(share, base)
    return Span(low=low, high=high)


def joint_bounds(kind: JointKind, first: Span, second: Span, *, exclusive: bool = False) -> Span:
    """Return the bounds of a joint share of all respondents, where each single share lies in a span of its own.

    They are Frechet's (1935): 'both' lies between max(0, p+q-100) and min(p, q), and the rest follows from it. Each
    bound is taken at the ends of the spans that are worst for it. `exclusive` is for two answers that no one can give
    together.
    """
    p_low, p_high, q_low, q_high = (_exact(end) for end in (first.low, first.high, second.low, second.high))
    none, all_ = Fraction(0), Fraction(100)
    both = (none, none) if exclusive else (max(none, p_low + q_low - all_), min(p_high, q_high))
    only = (p_low, p_high) if exclusive else (max(none, p_low - q_high), min(p_high, all_ - q_low))
    either = (p_low + q_low if exclusive else max(p_low, q_low), p_high + q_high)
    low, high = {
        JointKind.BOTH: both,
        JointKind.GIVEN: both,
        JointKind.FIRST_ONLY: only,
        JointKind.GIVEN_NOT: only,
        JointKind.EITHER: either,
        JointKind.NEITHER: (all_ - either[1], all_ - either[0]),
    }[kind]
    return Span(low=float(max(none, min(all_, low))), high=float(max(none, min(all_, high))))


def conditional_bounds(kind: JointKind, first: float, second: float, *, exclusive: bool = False) -> Span:
    """Return the bounds of a joint share among those who gave the first answer; 0 to 100 where nobody did."""
    if first == 0:
        return EVERYTHING
    if kind is JointKind.EITHER:
        return Span(low=100.0, high=100.0)
    if kind is JointKind.NEITHER:
        return NOTHING
    joint = joint_bounds(kind, Span(low=first, high=first), Span(low=second, high=second), exclusive=exclusive)
    return Span(low=min(100.0, 100 * joint.low / first), high=min(100.0, 100 * joint.high / first))


def difference_variance(first: float, second: float, both: float, base: int) -> float:
    """Return the variance of p - q, in squared percentage points, for two answers of the same respondents.

    With r as the share who gave both it is [p + q - 2r - (p-q)^2] / n (Agresti 2013, Categorical Data Analysis, section
    11.1, on matched pairs).
    """
    p, q, r = first / 100, second / 100, both / 100
    return 100**2 * max(0.0, p + q - 2 * r - (p - q) ** 2) / base


def difference_z(first: float, second: float, base: int, *, exclusive: bool = False) -> Span:
    """Return the least and most size of the test statistic of p - q over every overlap that the two shares allow."""
    if first == second:
        return NOTHING
    ends = Span(low=first, high=first), Span(low=second, high=second)
    bounds = joint_bounds(JointKind.BOTH, *ends, exclusive=exclusive)
    variances = [difference_variance(first, second, both, base) for both in (bounds.low, bounds.high)]
    sizes = [abs(first - second) / math.sqrt(v) if v > 0 else math.inf for v in variances]
    return Span(low=min(sizes), high=max(sizes))


def _exact(value: float) -> Fraction:
    # Through its decimal spelling, so that 31.5 and 7.1 are what was published, not their nearest binary number.
    return Fraction(str(value))
