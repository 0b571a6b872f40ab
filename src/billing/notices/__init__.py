"""Notices: add them in the transaction of what happened, write their texts, mark them read, deliver them."""
