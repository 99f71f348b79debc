"""What the engine itself reports: reading faults, suppressions that suppress nothing,
rules that raised.
"""
