"""What links and texts cost each other, for every shape that a stretch of a link may take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kpi.chain.layout.curves import SHAPES, SMOOTH
from kpi.chain.layout.ink import EDGE
from kpi.chain.layout.movable import Bools, Choice, Movable, Standing, overlaps, touching
from kpi.chain.layout.pieces import Floats, Ints, Pieces

OVER_LINE = 60.0  # for each stretch that a name stands on
OVER_SYMBOL = 400.0  # for each symbol that a stretch runs through
OVER_TEXT = 500.0  # for each text covered
CROSSING = 14.0
BENT = np.array([0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 5.0, 5.0])  # by shape
ENOUGH_PLACES, MOST_PLACES = 240, 60  # of each text: glanced at, and looked at closely
LABELS_CHOOSE = 3  # times as many: there are few labels, and they matter most
INNER = np.array([0.0, EDGE, 0.0, -2 * EDGE])


class Bending:
    """A drawing in which stretches may be bent and texts moved."""

    def __init__(
        self,
        pieces: Pieces,
        texts: Sequence[Movable],
        *,
        ends: Sequence[tuple[int, int]],
        stiff: Bools,
        symbols: Floats,
        ground: Callable[[Floats], Floats],
    ) -> None:
        """Begin with smooth stretches.

        Parameters
        ----------
        ends : sequence of (int, int)
            The parties of each link: links of one party cross without harm.
        stiff : array of bool
            Links that are not bent.
        symbols : array of shape (n, 4)
            What no stretch may run through.
        ground : callable
            What a text costs at boxes of shape (n, 4), links and other texts aside.
        """
        self.pieces, self.texts, self._ground = pieces, texts, ground
        count = len(pieces.link)
        self.every = np.arange(count)
        self.weight = np.array([OVER_LINE * text.weight for text in texts])
        self._stiff = stiff[pieces.link]
        parties = np.array(ends, np.int64).reshape(-1, 2)[pieces.link]
        last = int(pieces.gap.max(initial=-1))
        self._gaps = [np.flatnonzero(pieces.gap == gap) for gap in range(last + 1)]
        self._apart = [
            ~(parties[m][:, None, :, None] == parties[m][None, :, None, :]).any(axis=(2, 3))
            for m in self._gaps
        ]
        solid = pieces.hits(symbols, self.every).sum(axis=0)
        # A stretch always runs into the symbols it leads to.
        self._fixed = OVER_SYMBOL * np.maximum(0, solid - solid[:, :1]) + BENT
        boxes = np.array([text.offer.boxes[text.at] for text in texts]).reshape(-1, 4)
        own = np.array([text.own for text in texts], np.int64)[:, None] == pieces.link
        hit = pieces.hits(boxes + INNER, self.every) & ~own[..., None]
        self.now = Standing(
            shape=np.zeros(count, np.int64),
            at=np.array([text.at for text in texts], np.int64),
            boxes=boxes,
            tails=np.array([text.offer.tails[text.at] for text in texts]).reshape(-1, 4),
            costs=np.array([text.offer.costs[text.at] for text in texts]) + ground(boxes),
            hit=hit,
            under=np.einsum("t,tps->ps", self.weight, hit),
            crossing=np.zeros((count, len(SHAPES))),
        )
        for gap in range(last + 1):
            self._count(gap)
        self._choices: dict[int, Choice] = {}

    def _count(self, gap: int) -> None:
        """Count what the stretches of a gap cross in each shape, the others as they are."""
        members = self._gaps[gap]
        heights = self.pieces.heights[members]
        now = heights[np.arange(len(members)), self.now.shape[members]]
        above = heights[:, :, None, :] > now[None, None, :, :]
        changes = np.count_nonzero(above[..., 1:] != above[..., :-1], axis=-1)
        self.now.crossing[members] = (changes * self._apart[gap][:, None, :]).sum(axis=-1)

    def cost(self) -> float:
        """Return what all costs together; a crossing, and a text on a text, counts once."""
        now, rows = self.now, self.every
        links = CROSSING * now.crossing / 2 + self._fixed + now.under
        covered = overlaps(now.boxes, now.boxes).sum() - len(now.boxes)
        led = now.tails[:, 3] > 0
        by_tails = overlaps(now.tails[led], now.boxes).sum() - touching(now.tails, now.boxes).sum()
        texts = OVER_TEXT * (covered / 2 + by_tails) + now.costs.sum()
        return float(links[rows, now.shape].sum() + texts)

    def struck(self, text: int) -> bool:
        """Say whether a text stands on a line."""
        return bool(self.now.hit[text, self.every, self.now.shape].any())

    def unwell(self, text: int) -> bool:
        """Say whether a text, or what leads to it, stands on a line or on another text."""
        now, here = self.now, slice(text, text + 1)
        met = overlaps(now.boxes[here], now.boxes).sum()
        if now.tails[text, 3] > 0:
            met += overlaps(now.tails[here], now.boxes).sum()
            met -= overlaps(now.tails[here], now.boxes[here]).sum()
        return self.struck(text) or int(met) > 1

    def choice(self, text: int) -> Choice:
        """Return the best places of a text, found once."""
        if text not in self._choices:
            self._choices[text] = self._choose(text)
        return self._choices[text]

    def _choose(self, text: int) -> Choice:
        offer, pieces = self.texts[text].offer, self.pieces
        boxes = offer.boxes
        left, right = boxes[:, 0].min() - 4, (boxes[:, 0] + boxes[:, 2]).max() + 4
        beside = (pieces.left[:, 0] < right) & (pieces.right[:, 0] > left)
        near = np.flatnonzero(beside & (pieces.link != self.texts[text].own))
        costs = offer.costs + self._ground(boxes)
        many = 1 if self.texts[text].own < 0 else LABELS_CHOOSE
        some = np.argsort(costs, kind="stable")[: many * ENOUGH_PLACES]
        lines = pieces.hits_as(boxes[some] + INNER, near, self.now.shape[near]).sum(axis=1)
        likely = costs[some] + 0.3 * self.weight[text] * lines
        places = some[np.argsort(likely, kind="stable")[: many * MOST_PLACES]]
        hits = pieces.hits(boxes[places] + INNER, near)
        return Choice(places, costs[places], boxes[places], offer.tails[places], near, hits)

    def covered(self, text: int, choice: Choice) -> Bools:
        """Say which other texts each place of a text would cover, lines that lead there too."""
        now = self.now
        found = overlaps(choice.boxes, now.boxes)
        found |= overlaps(choice.boxes, now.tails) & (now.tails[:, 3] > 0)
        found |= overlaps(choice.tails, now.boxes) & (choice.tails[:, 3:] > 0)
        found[:, text] = False
        return found

    def changes(self, text: int, near: Ints) -> Floats:
        """Return what it costs more to give stretches each shape, were a text not there.

        Their neighbours, which have to meet them, included: (stretches, shapes).
        """
        pieces, shape = self.pieces, self.now.shape
        total: Floats = CROSSING * self.now.crossing + self._fixed + self.now.under
        total -= self.weight[text] * self.now.hit[text]
        change: Floats = total[near] - total[near, shape[near]][:, None]
        change[:, :SMOOTH] = np.inf
        for beside, level in ((pieces.before, 2), (pieces.after, 1)):
            there = np.flatnonzero((beside[near] >= 0) & (shape[near] < SMOOTH))
            other = beside[near[there]]
            its = shape[other]
            extra = total[other, _levelled(its, level)] - total[other, its]
            change[there, SMOOTH:] += extra[:, None]
        change[self._stiff[near]] = np.inf
        change[np.arange(len(near)), shape[near]] = 0.0
        return change

    def put(self, text: int, choice: Choice, place: int) -> None:
        """Give a text one of its places."""
        now, weight = self.now, self.weight[text]
        now.under -= weight * now.hit[text]
        now.at[text], now.costs[text] = choice.places[place], choice.costs[place]
        now.boxes[text], now.tails[text] = choice.boxes[place], choice.tails[place]
        now.hit[text] = False
        now.hit[text, choice.near] = choice.hits[place]
        now.under += weight * now.hit[text]

    def bend(self, stretches: Ints, shapes: Ints) -> None:
        """Give stretches their shapes, and make their neighbours meet them."""
        shape, pieces = self.now.shape, self.pieces
        gaps: set[int] = set()
        for piece, new in zip(stretches.tolist(), shapes.tolist(), strict=True):
            was, shape[piece] = shape[piece], new
            touched = [piece]
            if was < SMOOTH:
                for beside, level in ((pieces.before, 2), (pieces.after, 1)):
                    if beside[piece] >= 0:
                        touched.append(int(beside[piece]))
                        shape[touched[-1]] = _levelled(shape[touched[-1]], level)
            gaps |= {int(pieces.gap[one]) for one in touched}
        for gap in gaps:
            self._count(gap)


def _levelled(shape: Ints, level: int) -> Ints:
    """Return the shape that a stretch takes where it becomes level at one end."""
    smooth = np.where((shape == 0) | (shape == level), level, SMOOTH)
    found: Ints = np.where(shape < SMOOTH, smooth, shape)
    return found
