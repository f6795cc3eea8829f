"""Context of a settings page: the desk and its forms' office, what makes backups, and where a page leads."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from bizet_core.business.settings.rules import DeviceSettings
from bizet_desk.backups.backup_schedule import Safe
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.kit.forms.form_context import FormContext


@dataclass(frozen=True, slots=True)
class SettingsContext:
    """What the pages of the settings are made with. Without `safe` no backups are made, without `sync` none agree."""

    office: FormContext
    safe: Safe | None
    sync: KeepingUp | None
    show_history: Callable[[UUID, str], object]  # what was done to one thing, by its id and name
    device_changed: Callable[[DeviceSettings], object]
    opened: Callable[[str, UUID], object]  # a subject that stands on another screen, such as a booking
