"""What the tools that touch files share: one module a file format, listing of folders, safe saving."""
