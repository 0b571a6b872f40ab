"""A simulator of Stripe's API for the demo and the tests. The `stripe` library talks to it over HTTP or in process."""

from sandbox.app import StripeSimulator
from sandbox.faults import Fault, Faults
from sandbox.settings import API_VERSION, SimulatorSettings

__all__ = ["API_VERSION", "Fault", "Faults", "SimulatorSettings", "StripeSimulator"]
