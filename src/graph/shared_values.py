"""What statements read once for all computed fields of their objects: the payment configuration, the change feed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

import models
from billing.live import change_feed
from graph import sqlquery
from graph.context import PaymentConfiguration

_SETTINGS = sqlquery.RowColumns(
    models.PaymentSettings, "hide_invoices_from_clients", "default_connection_id", "payment_method",
    "prepayment_enabled", "prepayment_method", "prepayment_minimum", "prepayment_maximum",
)  # fmt: skip
_CONNECTION = sqlquery.RowColumns(models.ProviderConnection, "id", "status", "card_active", "bank_debit_active")
_FIRM = sqlquery.RowColumns(models.Firm, "seq", "cursor_key")
_EVENT = sqlquery.RowColumns(models.Event, "at")

_settings, _connection = aliased(models.PaymentSettings), aliased(models.ProviderConnection)


def _configuration_of_firm(compile_context: sqlquery.CompileContext) -> ColumnElement[Any]:
    firm_id = compile_context.viewer.firm_id
    settings = select().select_from(_settings).where(_settings.firm_id == firm_id)
    newest_first = select().select_from(_connection).where(_connection.firm_id == firm_id)
    return sqlquery.JsonObject(
        [
            ("settings", _SETTINGS.of_one(_settings, settings)),
            ("connections", _CONNECTION.of_all(_connection, newest_first.order_by(_connection.id.desc()))),
        ]
    )


def _load_configuration(values: Mapping[str, Any]) -> PaymentConfiguration:
    settings = _SETTINGS.load(values["settings"])
    return PaymentConfiguration(settings, tuple(map(_CONNECTION.load, values["connections"])))


PAYMENT_CONFIGURATION = sqlquery.SharedValue("paymentConfiguration", _configuration_of_firm, _load_configuration)
"""The payment configuration of the viewer's firm, for rules: parts of it may not be visible to the viewer."""


def _feed_head(compile_context: sqlquery.CompileContext) -> ColumnElement[Any]:
    firm, event = change_feed.head_firm, change_feed.head_event
    columns = [("firm", _FIRM.of(firm)), ("event", _EVENT.of(event))]
    return sqlquery.JsonObject(columns, change_feed.select_head(compile_context.viewer))


def _load_feed_head(values: Mapping[str, Any]) -> change_feed.FeedHead:
    firm, event = _FIRM.load(values["firm"]), _EVENT.load(values["event"])
    return change_feed.FeedHead.of(firm.seq, event.at, firm.cursor_key)


FEED_HEAD = sqlquery.SharedValue("feedHead", _feed_head, _load_feed_head)
"""The head of the change feed of the viewer's firm, in the snapshot of the statement."""
