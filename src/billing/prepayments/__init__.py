"""Prepayments: whether they are offered, made and refunded."""
