"""Raising the proven value by changing prices. Compiled.

For any prices the value is a bound (Lagrangian relaxation); what solutions use too much of
becomes dearer, what they do not use up cheaper (subgradient steps as in Held, Wolfe and
Crowder 1974, along a direction that remembers the last ones).
"""

from __future__ import annotations

import numpy as np

from scheduler.solver.search.compiled import compiled

IMPOSSIBLE = 1e15
MEMORY = 0.7
"""Of the last direction, what the next one keeps."""
PATIENCE = 30.0
SHORTER = 0.7
"""After so many steps without a gain, steps become shorter, from the best prices on."""


@compiled
def value(P, prices, slope):
    """Value of the relaxation at some prices, and by price what is used beyond its limit."""
    found = 0.0
    for i in range(len(prices)):
        slope[i] = -P.limits[i]
        found -= P.limits[i] * prices[i]
    n = len(P.costs)
    reduced = P.costs.copy()
    starts, items = P.columns
    for c in range(n):
        for k in range(starts[c], starts[c + 1]):
            reduced[c] += P.factors[k] * prices[items[k]]
    chosen = np.zeros(n)
    for c in P.loose:  # nobody's choice: taken where that pays
        if reduced[c] < 0.0:
            found += reduced[c] * P.highs[c]
            chosen[c] = P.highs[c]
    taken = _rides(P.link_choices, P.link_columns, reduced)
    mask_starts, masks = P.student_masks
    best, column = _best_columns(P.student_columns, P.column_mask, mask_starts, reduced)
    # What a term's limit allows counts only where its meeting is: taken off there again.
    for t in range(len(P.term_price)):
        found += prices[P.term_price[t]] * P.limits[P.term_price[t]]
        slope[P.term_price[t]] = 0.0
    dear = P.term_points.copy()
    off = np.zeros(len(dear))
    for t in range(len(dear)):
        dear[t] += prices[P.term_price[t]]
        off[t] = prices[P.term_price[t]] * P.limits[P.term_price[t]]
    mask_of = np.zeros(len(mask_starts) - 1, dtype=np.int64)
    advisory_starts, ways = P.advisory_ways
    for a in range(len(advisory_starts) - 1):
        members = P.advisory_members.items[
            P.advisory_members.starts[a] : P.advisory_members.starts[a + 1]
        ]
        if len(members) == 0:
            continue
        least, way = _best_way(
            members,
            ways[advisory_starts[a] : advisory_starts[a + 1]],
            P.way_whole,
            P.way_terms,
            P.term_day,
            P.term_minutes,
            dear,
            off,
            P.way_minutes,
            P.need[a],
            P.week_of_day,
            prices[P.minutes_price],
            mask_starts,
            masks,
            best,
            mask_of,
        )
        found += least
        for k in range(P.way_terms.starts[way], P.way_terms.starts[way + 1]):
            price = P.term_price[P.way_terms.items[k]]
            slope[price] = -P.limits[price]
        for s in members:
            mask = masks[mask_starts[s] + mask_of[s]]
            for week in range(P.weeks):
                minutes = P.way_minutes[way, week]
                for k in range(P.way_terms.starts[way], P.way_terms.starts[way + 1]):
                    t = P.way_terms.items[k]
                    if P.week_of_day[P.term_day[t]] == week and (mask >> P.term_day[t]) & 1:
                        slope[P.term_price[t]] += 1.0
                        minutes -= P.term_minutes[t]
                if minutes < P.need[a]:
                    slope[P.minutes_price] += 1.0
    for s in range(len(mask_of)):
        c = column[mask_starts[s] + mask_of[s]]
        chosen[c] += 1.0
        for k in range(P.links.starts[c], P.links.starts[c + 1]):
            chosen[taken[P.links.items[k]]] += 1.0
    for c in range(n):
        if chosen[c] != 0.0:
            for k in range(starts[c], starts[c + 1]):
                slope[items[k]] += P.factors[k] * chosen[c]
    return found


@compiled
def _rides(choices, columns, reduced):
    """The cheapest ride of every choice, added to the columns that need one."""
    n = len(choices.starts) - 1
    taken = np.zeros(n, dtype=np.int64)
    for i in range(n):
        least = IMPOSSIBLE
        for k in range(choices.starts[i], choices.starts[i + 1]):
            c = choices.items[k]
            if reduced[c] < least:
                least = reduced[c]
                taken[i] = c
        for k in range(columns.starts[i], columns.starts[i + 1]):
            reduced[columns.items[k]] += least
    return taken


@compiled
def _best_columns(columns, mask, mask_starts, reduced):
    """For each student and days out the cheapest column."""
    size = mask_starts[-1]
    best = np.full(size, IMPOSSIBLE)
    column = np.full(size, -1, dtype=np.int64)
    for s in range(len(columns.starts) - 1):
        for k in range(columns.starts[s], columns.starts[s + 1]):
            c = columns.items[k]
            at = mask_starts[s] + mask[c]
            if reduced[c] < best[at]:
                best[at] = reduced[c]
                column[at] = c
    return best, column


@compiled
def _best_way(
    members,
    ways,
    wholes,
    terms,
    term_day,
    term_minutes,
    dear,
    off,
    way_minutes,
    need,
    week_of_day,
    short_price,
    mask_starts,
    masks,
    best,
    mask_of,
):
    """The best weekdays of an advisory's meetings, with its members' best days out.

    ``dear`` is what an absence costs at each meeting with a quorum, ``off`` what the limit
    of its price allows. Members' choices are written to ``mask_of``.
    """
    days = len(week_of_day)
    weeks = way_minutes.shape[1]
    extra = np.zeros(days)
    lost = np.zeros(days)
    minutes = np.zeros(weeks)
    mine = np.zeros(len(members), dtype=np.int64)
    least, way = IMPOSSIBLE * 1e3, ways[0]
    for w in ways:
        extra[:] = 0.0
        lost[:] = 0.0
        total = 0.0
        tight = False
        for week in range(weeks):
            minutes[week] = way_minutes[w, week]
        for k in range(terms.starts[w], terms.starts[w + 1]):
            t = terms.items[k]
            extra[term_day[t]] += dear[t]
            lost[term_day[t]] += term_minutes[t]
            total -= off[t]
            tight = True
        for j in range(len(members)):
            s = members[j]
            cheapest = IMPOSSIBLE
            for at in range(mask_starts[s], mask_starts[s + 1]):
                cost = best[at]
                mask = masks[at]
                if cost >= cheapest or mask & wholes[w]:
                    continue
                if tight:
                    for week in range(weeks):
                        minutes[week] = way_minutes[w, week]
                    for d in range(days):
                        if (mask >> d) & 1:
                            cost += extra[d]
                            minutes[week_of_day[d]] -= lost[d]
                for week in range(weeks):
                    if minutes[week] < need:
                        cost += short_price
                if cost < cheapest:
                    cheapest = cost
                    mine[j] = at - mask_starts[s]
            total += cheapest
            if total >= least:
                break
        if total < least:
            least, way = total, w
            for j in range(len(members)):
                mask_of[members[j]] = mine[j]
    return least, way


@compiled
def ascend(P, prices, best_prices, direction, most, steps, state, aim):
    """Take so many steps towards a value that can hardly be reached.

    ``prices`` and ``direction`` go on from where they are, ``best_prices`` keep the best;
    ``state`` is (best value, length of step, steps without gain).
    """
    slope = np.zeros(len(prices))
    for _ in range(steps):
        now = value(P, prices, slope)
        if now > state[0]:
            state[0] = now
            state[2] = 0.0
            best_prices[:] = prices
        else:
            state[2] += 1.0
            if state[2] >= PATIENCE:
                state[1] *= SHORTER
                state[2] = 0.0
                prices[:] = best_prices
                direction[:] = 0.0
                continue
        size = 0.0
        for i in range(len(prices)):
            # What would only make a price of 0 negative does not count.
            step = slope[i]
            if (prices[i] <= 0.0 and step < 0.0) or (prices[i] >= most[i] and step > 0.0):
                step = 0.0
            direction[i] = MEMORY * direction[i] + step
            size += direction[i] * direction[i]
        length = state[1] * max(aim - now, 0.01 * aim) / max(size, 1e-9)
        for i in range(len(prices)):
            prices[i] = min(most[i], max(0.0, prices[i] + length * direction[i]))
