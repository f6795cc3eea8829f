"""How desks and a server agree: what they say to each other, and what each does with it.

    desk                                          server
    journal lines, in order ── Push ──────────▶   authority: permission, handle, claims; cards for what clashes
    rows as the server has them ◀── Page ──────   feed: one number per changed row, given last in each transaction
    rebase: back, apply, again

Nothing here opens a socket: `bizet_desk/syncing` and `sync_server` carry the messages.
"""
