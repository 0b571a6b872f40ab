"""The viewer's own profile."""

from typing import Annotated

from billing.identity import update_profile
from graph import described, input_validation
from graph.context import Info
from graph.inputs import profile as inputs
from graph.payloads import profile as payloads
from resolvers.session import viewer_ref


async def update(
    info: Info, input_: Annotated[inputs.UpdateProfileInput, described.input_argument("The changes.")]
) -> payloads.UpdateProfileResult | None:
    """Change the viewer's own name and language, for all memberships of the person."""
    context = info.context
    command = update_profile.UpdateProfileCommand(
        name=input_validation.to_non_null_change(input_.name, "name"),
        locale=input_validation.validate_opaque_change(
            input_validation.to_change(input_.locale), "locale", input_validation.MAX_LOCALE_LENGTH
        ),
    )
    result = await context.run_for_viewer(update_profile.update_profile, command)
    context.set_viewer_locale(result.locale)
    return payloads.ProfilePayload(viewer=viewer_ref(context.authenticated_viewer))
