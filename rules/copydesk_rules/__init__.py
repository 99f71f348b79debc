"""The rules that come with copydesk: a package for each family, a module for each rule."""
