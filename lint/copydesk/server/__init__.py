"""A language server: findings in the editor while a text is written."""
