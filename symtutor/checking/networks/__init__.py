"""The meaning of backpropagation, said a second time: scalar differentiation at small sizes, index notation for every size."""
