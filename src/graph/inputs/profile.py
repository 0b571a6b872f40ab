"""Input of changing one's own profile."""

from billing import text_input
from graph import described
from graph.scalars import Locale


@described.input_type
class UpdateProfileInput:
    """Changes to the viewer's own profile. Omitted fields stay unchanged."""

    name: str | None = described.optional(f"The name: 1 to {text_input.MAX_NAME_LENGTH} characters. Cannot be null.")
    locale: Locale | None = described.optional("The language. Null: that of the firm.")
