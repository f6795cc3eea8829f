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
    "page_unknown": N_(
        "We cannot find a business at this address. Look whether it is written as you were given it, or ask the "
        "business for it."
    ),
    "page_away": N_("We are looking after our computers right now. Please try again in a minute or two."),
    "page_broke": N_("It is not because of you, and we have been told. Please try again in a few minutes."),
    "too_many_requests": N_(
        "So much was asked for from where you are that we have to pause. Try again in {seconds} seconds."
    ),
    "form_foreign": N_(
        "We could not see that this form came from our own page. Load the page anew, and send it again."
    ),
    "link_ended": N_("It has been used already, or its time is over. Ask for a new one."),
    "address_odd": N_("{address} cannot stand in an address. Use small letters, digits and dashes, at most 60."),
    "host_odd": N_("{host} is no name of a host. Write it as in salon.example.com."),
    "address_taken": N_("{address} is another business's address already. Choose another one."),
    "hook_wrong": N_("This delivery is not signed as it should be."),
    "provider_odd": N_("{provider} cannot name a service. Use small letters, digits and dashes, at most 40."),
    "person_unknown": N_("Nobody who signs in there is called {name}. Write the name as the lock screen shows it."),
    "business_not_here": N_("No business with the id {business} lives here. `bizet-server businesses` lists them."),
    "address_missing": N_("This business has no public address yet. Give it one with `bizet-server address`."),
    "database_away": N_("The database does not answer. Look whether it runs and whether BIZET_DATABASE_URL is right."),
}


def teach() -> None:
    """Let the server's refusals be worded; its program does this once."""
    learn(SENTENCES)
