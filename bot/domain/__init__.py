"""What Matinee is about, free of input and output: titles, wishes, taste, ranking, answers."""
