// SPDX-License-Identifier: GPL-3.0-or-later

/// Monte Carlo integration over a box in several dimensions.
///
/// ```swift
/// let monteCarlo = MonteCarlo(.vegas, calls: 100_000, seed: 1)
/// let integral = try monteCarlo.integrate(from: [0, 0], to: [1, 1]) { z in z[0] * z[1] }
/// ```
///
/// The error falls as 1/√calls whatever the dimension. In one dimension use `integrate`, which
/// gives more digits in a hundred evaluations than this does in a million.
public struct MonteCarlo: Sendable, Hashable {
  /// How the points are chosen.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Uniformly and independently.
    case plain

    /// By recursive stratification: a box is halved where that lowers the variance most, and the
    /// wilder half gets more points. Press, Farrar, "Recursive stratified sampling for
    /// multidimensional Monte Carlo integration", Computers in Physics 4 (1990).
    ///
    /// Below 512 calls a dimension it does not stratify and is ``plain``.
    case miser

    /// By importance and stratified sampling from a product of step functions that is adapted to
    /// the integrand. Lepage, "A new algorithm for adaptive multidimensional integration",
    /// J. Comp. Phys. 27 (1978).
    ///
    /// A fifth of the calls goes to five iterations that adapt the grid and are thrown away; the
    /// rest to five whose weighted mean is the result, and whose scatter is χ².
    case vegas
  }

  /// How the points are chosen.
  public var method: Method

  /// How many evaluations to aim at, from 2 (VEGAS: 10 000) to 2³¹ − 1. VEGAS makes some
  /// fewer, to fill its strata evenly.
  public var calls: Int

  /// The seed of the random numbers, GSL's MT19937. The same seed gives the same points on every
  /// machine. The generator takes 32 bits: the upper half of a larger seed is folded into the lower.
  public var seed: UInt64

  /// Makes an integrator. Everything is checked when it is used.
  public init(_ method: Method = .vegas, calls: Int = 100_000, seed: UInt64 = 1) {
    self.method = method
    self.calls = calls
    self.seed = seed
  }
}
