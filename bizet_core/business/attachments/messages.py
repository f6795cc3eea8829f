"""What people are told about pictures and long texts."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "attachment_unknown": N_("This file has not arrived here yet. It comes from the computer where it was added."),
    "text_too_long": N_("This text is longer than {most} MiB. Split it into several notes."),
    "attachments_too_many": N_("This device has brought {most} pictures and files, as many as one may."),
    "attachments_too_heavy": N_("This device has brought {most} GiB of pictures and files, as many as one may."),
    "picture_too_heavy": N_("This picture is larger than {most} MiB. Choose a smaller one."),
    "picture_unknown": N_("This is not a picture that Bizet can open. Choose a JPEG, PNG, WebP or GIF file."),
    "picture_too_wide": N_("This picture has {width} × {height} pixels, too many to open. Choose a smaller one."),
    "picture_broken": N_("This picture cannot be opened: it is damaged or incomplete. Choose another."),
}
