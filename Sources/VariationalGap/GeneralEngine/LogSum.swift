// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// log(eᵃ + eᵇ).
func logSum(_ a: Double, _ b: Double) -> Double {
  let (small, large) = (min(a, b), max(a, b))
  return small == -.infinity || large == .infinity
    ? large : large + logarithm(onePlus: exponential(small - large))
}
