"""OpenTelemetry, for whoever installs `bizet[otel]` and sets OTEL_EXPORTER_OTLP_ENDPOINT; nothing otherwise.

FastAPI makes the spans and sends them as the standard variables say. Neither logs nor bodies go that way.
"""

import os
from importlib.util import find_spec

from fastapi.telemetry import TelemetryConfig

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def telemetry() -> TelemetryConfig:
    """How FastAPI is to trace."""
    is_on = bool(os.environ.get(ENDPOINT)) and find_spec("opentelemetry.sdk") is not None
    return TelemetryConfig(tracing=is_on, metrics=False, logs=False, operation_spans=False, auto_configure=is_on)
