"""What people are told by the server's commands."""

from bizet_core.describe.languages.language import N_
from bizet_core.describe.languages.sentences import learn

SENTENCES = {
    "role_too_strong": N_(
        "The database role {role} is not held to row level security, so that one business could see another's rows. "
        "Use a role that is neither a superuser nor has BYPASSRLS, or add --i-know."
    ),
    "folder_open_to_others": N_(
        "Other users of this computer can read {folder}. Run `chmod -R go= {folder}`, or add --i-know."
    ),
    "not_encrypted": N_(
        "At {host} customers' data would travel unencrypted. Give --cert and --key, or --behind-proxy where "
        "a proxy encrypts."
    ),
    "key_without_certificate": N_("--cert and --key go together: a certificate and its private key."),
    "certificate_not_read": N_("The certificate {cert} and the key {key} cannot be read, or do not belong together."),
    "server_running": N_("A server is running on {folder}. Stop it first."),
    "backup_folder_not_empty": N_("There is something in {folder} already. Choose an empty or a new folder."),
    "backup_folder_wrong": N_("{folder} is no whole backup of this server. Nothing was changed."),
    "backup_lacks_business": N_("{business} is not in this backup. Nothing was changed."),
    "not_for_postgres": N_(
        "This server keeps its data in PostgreSQL. Use pg_dump and pg_restore, then `bizet-server new-epoch`."
    ),
    "database_away": N_("The database does not answer. Look whether it runs and whether BIZET_DATABASE_URL is right."),
}


def teach() -> None:
    """Let the server's refusals be worded; its program does this once."""
    learn(SENTENCES)
