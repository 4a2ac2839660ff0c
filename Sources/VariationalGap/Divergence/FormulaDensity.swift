// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A density that is known by the formula of its logarithm, normalised, as a distribution that is averaged over.
struct FormulaDensity: Distribution {
  let support: Interval
  let formula: Formula
  var normalization: Normalization { .exact }
}
