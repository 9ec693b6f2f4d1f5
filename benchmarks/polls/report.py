"""The table that is printed: figures, limits, ratios to a peer."""

from collections.abc import Iterable, Sequence

from benchmarks.polls.lines import AGENT_VIEW, COLD, FLOOR, GUEST_VIEW, GUEST_VOTE, VIEWERS
from benchmarks.polls.measuring import Figure

QUERY_LIMITS = {GUEST_VIEW: 6, AGENT_VIEW: 9}
LIMITS_MS = {GUEST_VIEW: 10.0, GUEST_VOTE: 8.0}
ABOVE_FLOOR_MS = {AGENT_VIEW: 4.0}
LARGE_QUERIES, LARGE_MS = 9, 120.0
"""What any view of the large poll may cost, cold or not."""
LIMITED_SERVER = "WSGI"
"""The limits are about page workers, which serve the pages in production."""


def tables(figures: Sequence[Figure], peer: str = "") -> list[str]:
    """Return the lines of one table per target, the peer's ratio beside ours."""
    theirs = {figure.line.name: figure.median for figure in figures if figure.target == peer}
    lines: list[str] = []
    for target in dict.fromkeys(figure.target for figure in figures):
        own = [figure for figure in figures if figure.target == target]
        lines += ["", target, *_table(own, {} if target == peer else theirs)]
    return lines


def large_tables(figures: Sequence[Figure]) -> list[str]:
    """Return a table per target: each view of a large poll, warm and cold, against its limit."""
    lines: list[str] = []
    for target in dict.fromkeys(figure.target for figure in figures):
        own = {figure.line.name: figure for figure in figures if figure.target == target}
        lines += ["", target, f"  {'':<28}{'queries':>8}{'warm ms':>9}{'cold ms':>9}{'bytes':>13}"]
        lines += [_large_line(own, name) for name in VIEWERS]
        vote = own[GUEST_VOTE]
        lines.append(f"  {GUEST_VOTE:<28}{vote.line.queries:>8}{vote.median:>9.1f}")
    return lines


def _large_line(own: dict[str, Figure], name: str) -> str:
    figure = own[name]
    cold = own[f"{COLD}{name}"].median - own[GUEST_VOTE].median
    queries = figure.line.queries or 0
    kept = max(cold, figure.median) <= LARGE_MS and queries <= LARGE_QUERIES
    size = f"{figure.size} {figure.encoding}"
    verdict = f"{'kept' if kept else 'ABOVE'}: {LARGE_MS:.0f} ms, {LARGE_QUERIES} queries"
    return f"  {name:<28}{queries:>8}{figure.median:>9.1f}{cold:>9.1f}{size:>13}  {verdict}"


def _table(figures: list[Figure], peer: dict[str, float]) -> Iterable[str]:
    yield f"  {'':<28}{'queries':>8}{'CPU ms':>8}{'rounds':>14}{'bytes':>13}  limit"
    limits = _limits(figures)
    for figure in figures:
        name, rounds = figure.line.name, figure.milliseconds
        queries = "" if figure.line.queries is None else str(figure.line.queries)
        spread = f"{min(rounds):.1f} to {max(rounds):.1f}"
        size = f"{figure.size} {figure.encoding}".strip()
        ratio = f"  peer × {peer[name] / figure.median:.1f}" if name in peer else ""
        yield (
            f"  {name:<28}{queries:>8}{figure.median:>8.1f}{spread:>14}{size:>13}"
            f"  {_verdict(figure, limits)}{ratio}"
        ).rstrip()


def _limits(figures: list[Figure]) -> dict[str, float]:
    """Return the limit of each line in milliseconds, on page workers only."""
    if not figures[0].target.endswith(LIMITED_SERVER):
        return {}
    floor = next(figure.median for figure in figures if figure.line.name == FLOOR)
    return LIMITS_MS | {name: floor + more for name, more in ABOVE_FLOOR_MS.items()}


def _verdict(figure: Figure, limits: dict[str, float]) -> str:
    name, words = figure.line.name, []
    if name in limits:
        kept = figure.median <= limits[name]
        words.append(f"{'kept' if kept else 'ABOVE'}: {limits[name]:.1f} ms")
    if name in limits and name in QUERY_LIMITS:
        kept = (figure.line.queries or 0) <= QUERY_LIMITS[name]
        words.append(f"{'kept' if kept else 'ABOVE'}: {QUERY_LIMITS[name]} queries")
    return ", ".join(words)
