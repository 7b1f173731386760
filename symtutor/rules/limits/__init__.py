"""Rules of limits: laws, standard limits, algebra, l'Hôpital's rule, oscillation."""
