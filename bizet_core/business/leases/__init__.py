"""Escrow: what a desk may sell or promise while it is alone, because everybody else may not.

    pool     size = sold + leased + free        counted by the authority, checked by the database
    lease    units of a pool, or a stretch of a resource's time, that one device holds

Safety has no clock in it: units come back only when the holder's own return, ordered after its sales, hands them back,
or when a manager reclaims them and accepts what may follow. (Leases that end by the clock sell twice even with perfect
clocks: a sale made before the end is reported after the unit went to somebody else.)
"""
