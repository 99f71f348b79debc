"""The rules that come with copydesk: one file each, found by listing this folder."""
