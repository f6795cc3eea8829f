"""Start-up: from the first window to the lock screen."""
