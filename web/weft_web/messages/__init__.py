"""What goes over the wire: one frozen model for each request and each answer.

The TypeScript types of the canvas are generated from these, through the OpenAPI document.
"""
