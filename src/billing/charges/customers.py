"""Customers at the provider: one for each client and provider account, reused by later provider payments."""

from sqlalchemy import ColumnElement, delete, select

from billing.services import Services
from db.upsert import insert
from models import ProviderCustomer, ProviderPayment


def is_customer_of(charge: ProviderPayment) -> ColumnElement[bool]:
    """SQL: whether the row is the customer of the provider payment's client at its provider account."""
    is_account = (ProviderCustomer.firm_id == charge.firm_id) & (ProviderCustomer.connection_id == charge.connection_id)
    return is_account & (ProviderCustomer.client_id == charge.client_id)


async def save_customer(services: Services, charge: ProviderPayment, customer_id: str) -> str:
    """Store the customer of the provider payment's client, and return the id of the stored one.

    If a concurrent provider payment stored its customer first, return that one: requests with the same idempotency key
    must have the same parameters.
    """
    key = {"firm_id": charge.firm_id, "connection_id": charge.connection_id, "client_id": charge.client_id}
    async with services.writes.begin() as session:
        customer = insert(session, ProviderCustomer).values(**key, customer_id=customer_id)
        await session.execute(customer.on_conflict_do_nothing())
        return (await session.scalars(select(ProviderCustomer.customer_id).where(is_customer_of(charge)))).one()


async def forget_customer(services: Services, charge: ProviderPayment) -> None:
    """Delete our row of a customer that the firm deleted at the provider. The next provider payment creates another."""
    async with services.writes.begin() as session:
        await session.execute(delete(ProviderCustomer).where(is_customer_of(charge)))
