"""Input of changing one's own profile."""

from graph import described, input_validation
from graph.scalars import Locale


@described.input_type
class UpdateProfileInput:
    """Changes to the viewer's own profile. Omitted fields stay unchanged."""

    name: str | None = described.optional(
        f"The name: 1 to {input_validation.MAX_NAME_LENGTH} characters. Cannot be null."
    )
    locale: Locale | None = described.optional("The language. Null: that of the firm.")
