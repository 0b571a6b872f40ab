"""A stand-in for Stripe, for development and tests: the real `stripe` client talks to it over HTTP or in process."""

from sandbox.app import Sandbox
from sandbox.faults import Fault, Faults
from sandbox.settings import API_VERSION, SandboxSettings

__all__ = ["API_VERSION", "Fault", "Faults", "Sandbox", "SandboxSettings"]
