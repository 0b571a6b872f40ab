"""How fast it is: the same data and the same two operations, answered by Acompte and by what one might have taken."""
