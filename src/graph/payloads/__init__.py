"""Payloads of mutations, and the unions of payload and user errors that they return; one module for each noun."""
