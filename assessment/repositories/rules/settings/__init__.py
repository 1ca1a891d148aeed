"""How a control is set where one line of evidence does not tell: one function per control, one file per kind of thing read."""
