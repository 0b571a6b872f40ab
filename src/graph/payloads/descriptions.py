"""Descriptions that several payloads share."""

CREDIT_ACCOUNT = "The client's credits after the operation."
REPLAYED = (
    "Whether this is a retry: an earlier request had the same key and input. The objects are returned as they are now,"
    " and nothing new was done."
)
