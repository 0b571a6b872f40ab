"""Customers at the provider: one for each client and provider account, reused by later provider payments."""

from sqlalchemy import delete, select

import models
from billing.services import Services
from db.upsert import insert
from models import ProviderPayment


async def save_customer(services: Services, charge: ProviderPayment, customer_id: str) -> str:
    """Store the customer of the provider payment's client, and return the id of the stored one.

    If a concurrent provider payment stored its customer first, return that one: requests with the same idempotency key
    must have the same parameters.
    """
    async with services.writes.begin() as session:
        await session.execute(
            insert(session, models.ProviderCustomer)
            .values(
                firm_id=charge.firm_id,
                connection_id=charge.connection_id,
                client_id=charge.client_id,
                customer_id=customer_id,
            )
            .on_conflict_do_nothing()
        )
        customer_ids = await session.scalars(
            select(models.ProviderCustomer.customer_id).where(
                models.ProviderCustomer.firm_id == charge.firm_id,
                models.ProviderCustomer.connection_id == charge.connection_id,
                models.ProviderCustomer.client_id == charge.client_id,
            )
        )
        return customer_ids.one()


async def forget_customer(services: Services, charge: ProviderPayment) -> None:
    """Delete our row of a customer that the firm deleted at the provider. The next provider payment creates another."""
    async with services.writes.begin() as session:
        await session.execute(
            delete(models.ProviderCustomer).where(
                models.ProviderCustomer.firm_id == charge.firm_id,
                models.ProviderCustomer.connection_id == charge.connection_id,
                models.ProviderCustomer.client_id == charge.client_id,
            )
        )
