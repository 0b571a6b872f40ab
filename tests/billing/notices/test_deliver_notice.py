"""Mails of notices: to whoever may know and wants to at that moment, each once, in the reader's language (D50, D52)."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

import models
from billing.access.principals import ClientUser, Member
from billing.notices.deliver_notice import compose_notice, deliver_notice
from billing.notices.preferences import update_notice_preferences
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, JobKind, MemberRight, NoticeKind
from tests.support.actions import act_and_deliver, issue_credit_note, record_offline
from tests.support.firm import AppHarness, Firm
from tests.support.notices import load_notices, mailed
from translation import use_locale

pytestmark = pytest.mark.mails_of_notices


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def set_email(firm: Firm, viewer: Member | ClientUser, *kinds: NoticeKind) -> None:
    await update_notice_preferences(firm.app.services, viewer, kinds)


async def remove(firm: Firm, viewer: Member | ClientUser) -> None:
    table = models.FirmMember if isinstance(viewer, Member) else models.ClientUser
    async with firm.app.services.writes.begin() as session:
        await session.execute(update(table).filter_by(id=viewer.id).values(removed_at=firm.app.clock()))


async def mails(firm: Firm) -> list[models.Mail]:
    async with firm.app.services.reads() as session:
        return list(await session.scalars(select(models.Mail).order_by(models.Mail.id)))


async def test_defaults_of_each_role(firm: Firm) -> None:
    """D50: the client and the owner get a receipt; employees get mails when they ask for them."""
    await firm.add_member("admin", FirmRole.ADMIN)
    everywhere = await firm.add_member("everywhere", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    await firm.prepay("100.00")
    assert await mailed(firm) == [
        ("PREPAYMENT_RECEIVED", "admin"),
        ("PREPAYMENT_RECEIVED", "client"),
        ("PREPAYMENT_RECEIVED", "owner"),
    ]
    await set_email(firm, everywhere, NoticeKind.PREPAYMENT_RECEIVED)
    await set_email(firm, firm.owner)
    await firm.prepay("50.00")
    assert [name for _, name in (await mailed(firm))].count("everywhere") == 1
    assert [name for _, name in (await mailed(firm))].count("owner") == 1


async def test_only_of_visible_clients(firm: Firm) -> None:
    """D50: an employee hears of assigned clients only, and a client's user of their own client only."""
    assigned = await firm.add_member("assigned", FirmRole.EMPLOYEE)
    stranger = await firm.add_member("stranger", FirmRole.EMPLOYEE)
    await firm.assign(assigned, firm.client_id)
    for member in (assigned, stranger):
        await set_email(firm, member, NoticeKind.PREPAYMENT_RECEIVED)
    await firm.add_user(await firm.add_client(), "other client's user")
    await firm.prepay("100.00")
    assert [name for _, name in await mailed(firm)] == ["assigned", "client", "owner"]


async def test_staff_matters_stay_with_the_staff(firm: Firm) -> None:
    """D50: clients get no mail of a dispute."""
    prepayment = await firm.prepayment(await firm.prepay("100.00"))
    await act_and_deliver(firm, "dispute", prepayment, amount=40_00)
    assert [name for kind, name in await mailed(firm) if kind == "DISPUTE_OPENED"] == ["owner"]


async def test_no_mail_about_ones_own_click(firm: Firm) -> None:
    """D50: whoever records a payment gets no mail about it, but others do; it is in the list of both."""
    admin = await firm.add_member("admin", FirmRole.ADMIN)
    invoice = await firm.create_invoice("50.00")
    await record_offline(firm, "50.00", invoice, viewer=admin)
    await firm.app.run_due_jobs()
    assert [name for kind, name in await mailed(firm) if kind == "PAYMENT_RECEIVED"] == ["client", "owner"]


async def test_hidden_invoices_are_not_mailed(firm: Firm) -> None:
    """D50: while the firm hides invoices, its clients hear of payments, but of no invoice."""
    async with firm.app.services.writes.begin() as session:
        await session.execute(update(models.PaymentSettings).values(hide_invoices_from_clients=True))
    invoice = await firm.create_invoice("50.00")
    (payment,) = await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CARD, viewer=firm.owner)
    await firm.settle_charge(payment)
    assert [(kind, name) for kind, name in await mailed(firm) if name == "client"] == [("PAYMENT_RECEIVED", "client")]
    texts = [await compose_notice(firm.app.services, mail) for mail in await mails(firm) if mail.name == "client"]
    assert [text.subject for text in texts if text is not None] == ["Your payment of €50.00 was received."]


async def test_rights_are_those_of_the_moment(firm: Firm) -> None:
    """D52: who has left gets nothing, neither when the mails are queued nor when one is sent."""
    second = await firm.add_user(firm.client_id, "second")
    await issue_credit_note(firm, "5.00")
    await remove(firm, second)
    await firm.app.run_due_jobs()
    assert [name for _, name in await mailed(firm)] == ["client"]
    (mail,) = await mails(firm)
    assert await compose_notice(firm.app.services, mail) is not None
    await remove(firm, firm.client_user)
    assert await compose_notice(firm.app.services, mail) is None


async def test_repeated_job_queues_nothing_twice(firm: Firm) -> None:
    """D52: the job can run again, also at the same time."""
    await issue_credit_note(firm, "5.00")
    (notice,) = await load_notices(firm)
    await asyncio.gather(*(deliver_notice(firm.app.services, firm.id, notice.id) for _ in range(2)))
    await firm.app.run_due_jobs()
    assert await mailed(firm) == [("CREDIT_ADDED", "client")]
    (delivered,) = await load_notices(firm)
    assert delivered.delivered_at == firm.app.clock()


async def test_job_ends(firm: Firm) -> None:
    """D52: a delivered notice leaves no job behind, and one without readers no mail."""
    await remove(firm, firm.client_user)
    await issue_credit_note(firm, "5.00")
    await firm.app.run_due_jobs()
    async with firm.app.services.reads() as session:
        jobs = await session.scalars(select(models.Job.id).where(models.Job.kind == JobKind.DELIVER_NOTICE))
        assert list(jobs) == []
    assert await mails(firm) == []


async def test_text_is_in_the_locale_of_the_mail(firm: Firm) -> None:
    """D49, D52: the mail's job sets the recipient's language, and amounts and texts follow it."""
    await issue_credit_note(firm, "1234.50")
    await firm.app.run_due_jobs()
    (mail,) = await mails(firm)
    assert (mail.membership_id, mail.subject_id) == (firm.client_user.id, (await load_notices(firm))[0].id)
    english = await compose_notice(firm.app.services, mail)
    with use_locale("fr"):
        french = await compose_notice(firm.app.services, mail)
    assert english is not None
    assert french is not None
    assert english.subject == "€1,234.50 was added to your credits."
    assert french.subject.endswith("a été ajouté à vos crédits.")
    assert french.paragraphs == (french.subject,)


async def test_mails_are_in_the_languages_of_their_readers(firm: Firm) -> None:
    """D65: the person's, else the firm's."""
    async with firm.app.services.writes.begin() as session:
        await session.execute(update(models.Firm).values(locale="fr"))
        of_owner = select(models.FirmMember.person_id).where(models.FirmMember.id == firm.owner.id)
        await session.execute(update(models.Person).where(models.Person.id.in_(of_owner)).values(locale="en"))
    await firm.prepay("100.00")
    await firm.app.run_due_jobs()
    assert sorted((mail.name, mail.locale) for mail in await mails(firm)) == [("client", "fr"), ("owner", "en")]


async def test_client_has_an_address_of_its_own(firm: Firm) -> None:
    """D50: it gets what its users get, unless it is the address of one of them; D52: and nothing once it is removed."""
    async with firm.app.services.writes.begin() as session:
        is_client = models.Client.id == firm.client_id
        await session.execute(update(models.Client).where(is_client).values(email="office@client.test"))
    await firm.prepay("100.00")
    await firm.app.run_due_jobs()
    (mail,) = [mail for mail in await mails(firm) if mail.address == "office@client.test"]
    assert (mail.membership_id, mail.locale, mail.status) == (None, "en", models.MailStatus.SENT)
    assert [str(sent["Subject"]) for sent in firm.app.mails() if "office@client.test" in sent["To"]] == [
        "Your prepayment of €100.00 was received. It is available as credits."
    ]
    async with firm.app.services.writes.begin() as session:
        await session.execute(update(models.Client).where(is_client).values(email="another@client.test"))
    assert await compose_notice(firm.app.services, mail) is None


async def test_address_of_a_user_gets_one_mail(firm: Firm) -> None:
    """D50: a user's own preference decides, also if the client has the same address."""
    async with firm.app.services.writes.begin() as session:
        of_user = select(models.Person.email).join(models.ClientUser, models.ClientUser.person_id == models.Person.id)
        address = await session.scalar(of_user.where(models.ClientUser.id == firm.client_user.id))
        await session.execute(update(models.Client).where(models.Client.id == firm.client_id).values(email=address))
    await set_email(firm, firm.client_user)
    await issue_credit_note(firm, "5.00")
    await firm.app.run_due_jobs()
    assert await mails(firm) == []
