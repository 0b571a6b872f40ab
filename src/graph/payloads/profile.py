"""Result of changing one's own profile."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.types import membership as membership_types


@described.object_type
class ProfilePayload:
    """The changed profile."""

    viewer: membership_types.Viewer = described.field("The viewer after the change.")


UpdateProfileResult: TypeAlias = Annotated[ProfilePayload | errors.InvalidInput, described.result_of("updateProfile")]
