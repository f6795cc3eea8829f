"""Jobs wait here until paper has them, so that a crash loses no receipt."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, boolean, digest, identifier, index, integer, table, text

print_jobs = table(
    "print_job",
    Kind.LOCAL,
    text("kind"),  # receipt | drawer | test | z_report
    identifier("subject_id", null=True),  # the sale or closing it prints
    text("state"),  # see `receipts.queue`: waiting | printing | done | failed
    boolean("copy", default=False),
    digest("bytes"),
    integer("tries", default=0),
    at("queued_at"),
    at("due_at"),
    at("done_at", null=True),
    text("problem", default=""),  # code of the refusal that the printer gave
    indexes=[index("state", "due_at")],
    called=N_("Print job"),
)
