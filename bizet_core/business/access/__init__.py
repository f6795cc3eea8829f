"""Who may do what at this desk: roles, PINs, a manager's approval of one action."""
