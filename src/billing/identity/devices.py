"""The name of a device in the list of sessions, from what its browser says of itself."""

_MAX_LENGTH = 80
# The first that occurs: Edge and Opera also say that they are Chrome, and all say that they are Safari.
_BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS/": "Firefox", "CriOS/": "Chrome", "Chrome/": "Chrome",
    "Safari/": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "macOS",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


def describe_device(user_agent: str | None) -> str | None:
    """A short name such as "Firefox, Windows"; of other programs the first word; None if there is none.

    It is for the eyes of the person only: whoever signs in can send any text.
    """
    text = "".join(character for character in user_agent or "" if character.isprintable()).strip()
    names = [_first(names, text) for names in (_BROWSERS, _SYSTEMS)]
    name = ", ".join(name for name in names if name) if names[0] else text.partition(" ")[0]
    return name[:_MAX_LENGTH] or None


def _first(names: dict[str, str], text: str) -> str | None:
    return next((name for part, name in names.items() if part in text), None)
