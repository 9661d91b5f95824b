"""Commands of the command line that need tools' libraries: entry points of the group `weft.commands`.

They stand above everything here; no tool imports them. What a command needs is imported when it runs.
"""
