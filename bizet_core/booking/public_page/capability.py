"""Public page: who may see it."""

from bizet_core.describe.capabilities import EVERYBODY, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(permissions={"pages.see": Granted(N_("See the public page"), to=EVERYBODY)})
