# Les mots des pages.

page-sign-in = Connexion
