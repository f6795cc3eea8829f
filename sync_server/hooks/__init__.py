"""Webhooks: what other services post to this server for a business."""
