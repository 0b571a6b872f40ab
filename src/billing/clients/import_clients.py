"""Import a firm's list of clients: all of them, or none (D39)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing import text_input
from billing.access.principals import System
from billing.clients import rules
from billing.clients.client_file import ClientFile, FileProblem, FileRow, identity_of
from billing.clients.create_client import EVENT_KIND
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction, build_event_meta
from translation import gettext as _


@dataclass(frozen=True, slots=True)
class ImportClientsResult:
    """What an import does or did. With problems, it creates nothing. `existing` counts what the firm had before."""

    created: int
    existing: int
    problems: Sequence[FileProblem]


async def import_clients(
    services: Services, firm_id: uuid.UUID, file: ClientFile, *, apply: bool
) -> ImportClientsResult:
    """Create the clients of the file that the firm does not have yet, in one transaction.

    A client is the same as one of the firm's if it has the same reference or, without one, the same name and email
    address, so the same file creates nothing twice. Without `apply`, or with any problem, nothing is created.
    """
    if not apply or file.problems:
        async with services.reads() as session:
            __, result = await _compare(session, firm_id, file)
        return result
    operator = System(firm_id)
    result = ImportClientsResult(0, 0, ())
    async with begin_transaction(services, operator, EVENT_KIND) as transaction:
        rows, result = await _compare(transaction.session, firm_id, file)
        if not rows or result.problems:
            raise Unchanged
        step = transaction
        for index, row in enumerate(rows):
            if index:
                step = await step.continue_as(build_event_meta(operator, EVENT_KIND))
            client = rules.new_client(firm_id, row.details, transaction.now)
            await step.add(client)
            step.set_client(client.id)
    return result


async def _compare(
    session: AsyncSession, firm_id: uuid.UUID, file: ClientFile
) -> tuple[Sequence[FileRow], ImportClientsResult]:
    """Return the rows to create, and the result of creating them."""
    client = models.Client
    known = select(client.name, client.email, client.reference).where(client.firm_id == firm_id)
    names: dict[tuple[str, ...], str] = {}
    for name, email, reference in await session.execute(known):
        for details in {rules.ClientDetails(name, email, reference), rules.ClientDetails(name, email)}:
            names[identity_of(details)] = name
    new = [row for row in file.rows if identity_of(row.details) not in names]
    problems = list(file.problems)
    for row in file.rows:
        other = names.get(identity_of(row.details), row.details.name)
        if text_input.search_key(other) != text_input.search_key(row.details.name):
            message = _("The client {name} has this reference already.").format(name=other)
            problems.append(FileProblem(row.line, "reference", message))
    problems.sort(key=lambda problem: problem.line)
    created = 0 if problems else len(new)
    return new, ImportClientsResult(created, len(file.rows) - len(new), problems)
