"""Customers at the provider: one for each client and provider account, reused by later provider payments.

A provider payment keeps the id of its own customer, because its intent can only be requested again, and found, with it.
"""

from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from billing.services import Services
from db.upsert import insert
from models import ProviderCustomer, ProviderPayment


def is_customer_of(charge: ProviderPayment) -> ColumnElement[bool]:
    """SQL: whether the row is the customer of the provider payment's client at its provider account."""
    is_account = (ProviderCustomer.firm_id == charge.firm_id) & (ProviderCustomer.connection_id == charge.connection_id)
    return is_account & (ProviderCustomer.client_id == charge.client_id)


async def save_customer(services: Services, charge: ProviderPayment, customer_id: str) -> str:
    """Store the customer of the provider payment and of its client, and return the id of the stored one.

    If a concurrent request stored a customer first, return that one: requests with the same idempotency key must have
    the same parameters.
    """
    key = {"firm_id": charge.firm_id, "connection_id": charge.connection_id, "client_id": charge.client_id}
    async with services.writes.begin() as session:
        customer = insert(session, ProviderCustomer).values(**key, customer_id=customer_id)
        await session.execute(customer.on_conflict_do_nothing())
        table: Any = type(charge)
        stored_id = select(ProviderCustomer.customer_id).where(is_customer_of(charge)).scalar_subquery()
        keep = (
            update(table)
            .where(table.firm_id == charge.firm_id, table.id == charge.id)
            .values(customer_id=func.coalesce(table.customer_id, stored_id))
            .returning(table.customer_id)
        )
        stored_customer_id: str = (await session.scalars(keep, execution_options={"synchronize_session": False})).one()
        return stored_customer_id


async def forget_customer(services: Services, charge: ProviderPayment) -> None:
    """Delete our row of a customer that the firm deleted at the provider. The next provider payment creates another.

    Does nothing if the client has another customer by now.
    """
    is_same = ProviderCustomer.customer_id == charge.customer_id
    async with services.writes.begin() as session:
        await session.execute(delete(ProviderCustomer).where(is_customer_of(charge), is_same))
