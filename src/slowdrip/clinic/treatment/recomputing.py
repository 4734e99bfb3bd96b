"""Works an order out anew from what was asked, and names every figure that does not come out the same."""

from collections.abc import Iterator
from typing import Any

from slowdrip.clinic.policy.queries import policy_of
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.science.pharmacology.dosing import DoseLimits, OrderFigures, OrderRequest, compute
from slowdrip.science.pharmacology.dosing.backcheck import disagreements
from slowdrip.science.pharmacology.dosing.display import figures_as_text

from .documents import read_document, request_from_text
from .limits import dose_limits
from .models import Order
from .steps import columns


def recomputed(order: Order) -> dict[str, str]:
    """Gives the figures worked out anew, as text; refuses with the first thing in the order that differs."""
    if sha256(order.document) != order.document_sha256:
        raise Refused("order_text_changed")
    document = read_document(order.document)
    limits = dose_limits(policy_of(order.policy), default_catalogue())
    request = request_from_text(document["request"])
    figures = compute(request, limits=limits)
    if not isinstance(figures, OrderFigures):
        raise Refused("order_no_longer_computes", codes=", ".join(finding.code for finding in figures.findings))
    for figure in _differing(order, document, figures, request=request, limits=limits):
        raise Refused("order_figures_differ", figure=figure)
    return figures_as_text(figures)


def _differing(
    order: Order, document: dict[str, Any], figures: OrderFigures, *, request: OrderRequest, limits: DoseLimits
) -> Iterator[str]:
    anew = figures_as_text(figures)
    yield from (
        name
        for name in sorted(anew.keys() | document["figures"].keys())
        if anew.get(name) != document["figures"].get(name)
    )
    yield from (name for name, value in columns(figures).items() if getattr(order, name) != value)
    yield from (str(finding.params["figure"]) for finding in disagreements(request, figures, limits))
