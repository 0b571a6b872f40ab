"""Which values are there in each row: text put together with one that is not would be nothing at all."""

from __future__ import annotations

from sqlalchemy import case, null, select
from sqlalchemy.orm import aliased

import models
from graph.stored import forms


def test_what_is_never_null() -> None:
    """A column that may not be null, of the table that rows are taken from; and what is made of such alone."""
    invoice = aliased(models.Invoice)
    assert forms.is_never_null(forms.column(invoice.total))
    assert forms.is_never_null(forms.GlobalId("Invoice", invoice.id))
    assert forms.is_never_null(forms.Amount(invoice.total - invoice.paid, 2))


def test_what_may_be_null() -> None:
    """A column that may be, a part that may be, a column of something that is joined or chosen, and whatever else."""
    invoice = aliased(models.Invoice)
    inner = select(invoice.total, invoice.due_on).subquery()
    for value in (
        forms.column(invoice.due_on),
        forms.Moment(aliased(models.Payment).expires_at),
        forms.column(inner.c.total),
        forms.Amount(forms.column(invoice.total) + forms.column(inner.c.total), 2),
        forms.column(invoice.total) / forms.column(invoice.paid),
        case((invoice.total > 0, invoice.total), else_=null()),
        select(invoice.total).scalar_subquery(),
    ):
        assert not forms.is_never_null(value), value
