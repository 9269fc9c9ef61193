"""The reliability plot: what was said against what came true."""

from __future__ import annotations

from django.utils.translation import gettext as _

from luodi.base.charts import Axis, Dot, Scatter

from .queries.outlooks import Score


def reliability_chart(score: Score) -> Scatter | None:
    """Return the plot of a test; None where nothing could be scored. On the diagonal 40 % came true
    in 40 % of cases."""
    if not score.bins:
        return None
    dots = tuple(
        Dot(
            _("%(n)d forecasts") % {"n": one.forecasts},
            round(100 * one.said, 1),
            round(100 * one.came_true, 1),
        )
        for one in score.bins
    )
    return Scatter(
        title=_("Said and came true (%(frequency)s)") % {"frequency": score.frequency},
        x=Axis(_("What was said"), "%"),
        y=Axis(_("Came true"), "%"),
        dots=dots,
        is_share=True,
    )
