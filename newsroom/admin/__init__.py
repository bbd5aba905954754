"""The desk: the admin's site, and what its pages share. Registers nothing: Django imports it to find the site."""
