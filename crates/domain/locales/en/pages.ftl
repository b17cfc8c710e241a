# The words of pages.

page-sign-in = Sign in
