"""A simulator of Stripe's API for the demo and the tests. The `stripe` library talks to it over HTTP or in process."""

from sandbox.app import Sandbox
from sandbox.faults import Fault, Faults
from sandbox.settings import API_VERSION, SandboxSettings

__all__ = ["API_VERSION", "Fault", "Faults", "Sandbox", "SandboxSettings"]
