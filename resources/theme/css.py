"""The tokens as CSS custom properties, for the web pages."""

from resources.theme import TOKENS, categories, colours, hue


def css() -> str:
    """A style sheet of custom properties that follows the reader's colour scheme, contrast and motion preferences."""
    return "\n".join(
        [
            f":root{{{_sizes()}color-scheme:light dark}}",
            f":root,[data-theme=light]{{{_colours('light')}}}",
            f"@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{_colours('dark')}}}}}",
            f"[data-theme=dark]{{{_colours('dark')}}}",
            f"@media (prefers-contrast:more){{:root:not([data-theme]){{{_colours('contrast')}}}}}",
            f"[data-theme=contrast]{{{_colours('contrast')}}}",
            "@media (prefers-reduced-motion:reduce){:root{--t-fast:0ms;--t-base:0ms;--t-slow:0ms}}\n",
        ]
    )


def _sizes() -> str:
    font, motion = TOKENS["font"], TOKENS["motion"]
    family = ",".join(f'"{name}"' if " " in name else name for name in font["family"])
    scale = "".join(
        f"--fs-{role}:{size / 16:g}rem;--lh-{role}:{line / 16:g}rem;--fw-{role}:{weight};"
        for role, (size, line, weight) in font["scale"].items()
    )
    lengths = "".join(
        f"--{prefix}-{name}:{value}px;"
        for prefix, group in (("sp", "space"), ("r", "radius"), ("tap", "target"))
        for name, value in TOKENS[group].items()
    )
    times = "".join(f"--t-{name}:{motion[name]}ms;" for name in ("fast", "base", "slow"))
    return f"--font:{family};{scale}{lengths}--ease:{motion['easing']};{times}"


def _colours(theme: str) -> str:
    named = "".join(f"--{name}:{value};" for name, value in colours(theme).items())
    hues = ((name, hue(name, theme)) for name in categories())
    return named + "".join(f"--cat-{n}:{h.bar};--cat-{n}-tint:{h.tint};--cat-{n}-ink:{h.ink};" for n, h in hues)
