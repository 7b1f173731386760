"""Softmax and cross-entropy: scores become shares, and why the gradient is so short."""

from symtutor.ask.networks import Network
from symtutor.course import ask

NUMBER, TITLE = 8, "Softmax and cross-entropy"

by_x, fused = ask.differentiate("ln(e^x + e^y)", "x"), ask.backpropagate(Network((3, 4), ("softmax",), "cross-entropy"))

WORDS = """
# How do scores become shares?
A classifier gives a score to each class, any real number. Wanted are shares: positive, with the sum 1, in the order of the scores.
Take exponentials and divide by their sum: that is softmax. With two scores the first share is $e^x/(e^x + e^y)$, and the sigmoid of
the difference is the same: $e^x/(e^x + e^y) = σ(x - y)$.

# W12. The Jacobian of softmax
Every share depends on every score, for what one gains the others lose. So the entries are products: beside the
diagonal minus the product of the two shares, and on it $e^x e^y/(e^x + e^y)^2 = (e^x/(e^x + e^y)) (1 - e^x/(e^x + e^y))$.
{jacobian of (e^x/(e^x + e^y), e^y/(e^x + e^y))}

A share is divided by all exponentials, its own included. Divided by 1 and the others:
{e^x/(e^x + e^y) =? e^x/(1 + e^y) = 1/(1 + e^(y - x))}

# T8. The logarithm of a sum of exponentials
Differentiate $ln(e^x + e^y)$. Which function of the scores comes out?
{by_x ≠ 1/(e^x + e^y) ≠ e^x/(e^x + e^y)^2 ≠ 1}

# W13. Cross-entropy, and why softmax comes with it
The loss is minus the logarithm of the right class's share: $-ln(e^x/(e^x + e^y)) = ln(e^x + e^y) - x$ if that is the first one. Its
slopes are shares, less 1 at the right class: what was said, minus what is true. The same holds for every number of classes:
{gradient of ln(e^x + e^y) - x} {fused}

# Q16. Why is the largest score subtracted first?
Because exponentials overflow, and shares do not change when every score is moved: $e^(x - c)/(e^(x - c) + e^(y - c)) = e^x/(e^x +
e^y)$.

    scores = np.array([[1000.0, 999.0, 998.0]])
    with np.errstate(all="ignore"):
        print("as it stands      ", np.exp(scores) / np.exp(scores).sum())
    print("largest taken away", softmax(scores).round(4))

# Summary
- Softmax turns scores into shares; only differences of scores matter.
- With cross-entropy the gradient in the scores is share minus target, divided by the number of examples.
"""
