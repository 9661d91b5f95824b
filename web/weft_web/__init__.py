"""The service and the canvas."""
