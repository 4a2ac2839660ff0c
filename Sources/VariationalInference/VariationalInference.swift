// SPDX-License-Identifier: GPL-3.0-or-later

// All of the libraries but for the proofs by ball arithmetic: models, distributions, integrals.

@_exported public import Distributions
@_exported public import Quadrature
@_exported public import VariationalGap
