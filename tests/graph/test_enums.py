import pytest

import models
from graph import enums


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (models.Payment(status=models.PaymentStatus.CREATING), enums.PaymentStatus.REQUIRES_ACTION),
        (models.Prepayment(status=models.PaymentStatus.PROCESSING), enums.PaymentStatus.PROCESSING),
        (models.Refund(status=models.RefundStatus.CREATING), enums.RefundStatus.PROCESSING),
        (models.Refund(status=models.RefundStatus.SUCCEEDED), enums.RefundStatus.SUCCEEDED),
    ],
)
def test_status_of_a_row_in_memory(row: object, shown: object) -> None:
    """Payloads are evaluated on rows that were just committed, without SQL."""
    assert enums.public_status(row, None) is shown
