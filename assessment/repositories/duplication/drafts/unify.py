"""What is the same in several documents, and what differs? Anti-unification: the most specific template of which all are instances.

Source: Plotkin (1970), Reynolds (1970): holes with the same values are one parameter, which makes it more than a difference.
"""

from collections.abc import Callable, Sequence

from assessment.repositories.duplication.drafts.labels import label as default_label
from assessment.repositories.duplication.drafts.template import Template
from assessment.repositories.duplication.drafts.values import Value


def unify(values: Sequence[Value], *, own: Sequence[str] = (), label: Callable[[Value], str] = default_label) -> Template:
    """The template of documents: expand(unify(values), i) == values[i] for every i.

    own: the name of each member's repository, so that it becomes one parameter wherever it stands, in whatever spelling.
    label: what tells two items of a list apart; items with equal labels are laid side by side first.
    """
    raise NotImplementedError
