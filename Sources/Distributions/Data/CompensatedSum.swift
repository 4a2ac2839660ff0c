// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

/// A sum of doubles in which what each addition loses is summed apart.
///
/// Source: Ogita, Rump, Oishi, “Accurate sum and dot product”, *SIAM J. Sci. Comput.* 26 (2005), algorithm 4.4 and
/// proposition 4.5.
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0
  /// Σ|term|, about.
  private(set) var magnitude = 0.0
  private var count = 0

  @inline(__always)
  mutating func add(_ term: Double) {
    let next = Augmented.sum(sum, term)
    sum = next.head
    lost += next.tail
    magnitude += term.magnitude
    count += 1
  }

  var value: DoubleDouble {
    DoubleDouble(sum) + DoubleDouble(sum.isFinite && lost.isFinite ? lost : 0)
  }

  /// (n·2⁻⁵³)² Σ|term| and more, beside the 31 digits of the value.
  var error: Double {
    let relative = Double(count) * 0x1p-53
    return magnitude * (2 * relative * relative + 0x1p-100)
  }
}
