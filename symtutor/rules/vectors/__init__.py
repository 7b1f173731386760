"""Rules of several variables: partial derivatives, gradients, Jacobians, Hessians, fields, tangent planes."""
