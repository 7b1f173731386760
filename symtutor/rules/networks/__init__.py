"""Rules of backpropagation: the gradient in each matrix of a network from the gradients in what uses it."""
