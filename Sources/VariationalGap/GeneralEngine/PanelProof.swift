// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A proof of how far a rule with positive weights is off on a panel.
///
/// For f analytic with |f| ≤ M inside the ellipse with foci at the ends and semi-axes adding up to
/// ρ half lengths,
///
/// ```text
/// |∫ f − Q f| ≤ 8 M ρ^(−d)/(ρ − 1) · half length,   d the degree of exactness
/// ```
///
/// Source: Trefethen, *Approximation Theory and Approximation Practice* (SIAM, 2013), theorem 8.2, and
/// the triangle inequality.
enum PanelProof {
  /// The ellipses that are tried, in this order.
  private static let sizes = [3.0, 2, 1.5, 5]
  private static let quickSizes = [3.0, 2]
  /// So much strips do not make up for.
  private static let hopeless = 40.0
  /// Into how many rectangles the upper half of an ellipse is cut where one is not enough.
  private static let strips = 6

  /// Bounds on the logarithms of the errors of two integrals; ∞ where nothing can be proven.
  ///
  /// - Parameters:
  ///   - sufficient: bounds that are small enough.
  ///   - isQuick: whether only the ellipses are tried that serve most panels: where they do not, two shorter
  ///     panels are had for less than all the others cost.
  ///   - logMagnitudes: bounds on log|f| of both over a rectangle, ∞ where f may not be analytic.
  static func logErrors(
    on stretch: Stretch, sufficient: SIMD2<Double>, isQuick: Bool = false,
    _ logMagnitudes: (ComplexEnclosure) -> SIMD2<Double>
  ) -> SIMD2<Double> {
    var best = SIMD2(repeating: Double.infinity)
    for size in isQuick ? quickSizes : sizes {
      let factor = logFactor(size, stretch)
      let (width, height) = (0.5 * (size + 1 / size), 0.5 * (size - 1 / size))
      let whole = logMagnitudes(rectangle(stretch, from: -width, to: width, height: height))
      guard whole.min() < .infinity else { continue }
      best = pointwiseMin(best, whole + factor)
      if all(best .<= sufficient) { return best }
      if isQuick, any(whole + factor .> sufficient + hopeless) { return best }
      var largest = SIMD2(repeating: -Double.infinity)
      for index in 0..<strips {
        let step = 2 * width / Double(strips)
        let (left, right) = (-width + Double(index) * step, -width + Double(index + 1) * step)
        // The ellipse is highest where it is nearest to the middle.
        let nearest = left <= 0 && right >= 0 ? 0 : min(abs(left), abs(right))
        let share = max(0, 1 - (nearest / width) * (nearest / width)).squareRoot()
        let part = rectangle(stretch, from: left, to: right, height: height * share, isHalf: true)
        largest = pointwiseMax(largest, logMagnitudes(part))
      }
      best = pointwiseMin(best, largest + factor)
      if all(best .<= sufficient) { return best }
    }
    return isQuick ? best : pointwiseMin(best, crudeLogErrors(on: stretch, logMagnitudes))
  }

  /// The same of any integrand, analytic or not: integral and sum are no larger than the length times the largest value.
  static func crudeLogErrors(
    on stretch: Stretch, _ logMagnitudes: (ComplexEnclosure) -> SIMD2<Double>
  ) -> SIMD2<Double> {
    let (middle, half) = (stretch.middle, 0.5 * (stretch.upper - stretch.lower))
    let line = ComplexEnclosure(
      real: Enclosure(from: stretch.lower, to: stretch.upper), imaginary: Enclosure(from: 0, to: 0))
    return logMagnitudes(line) + logarithm(4 * max(half, middle.magnitude.ulp))
  }

  private static func logFactor(_ size: Double, _ stretch: Stretch) -> Double {
    logarithm(8 / (size - 1)) - Double(Panel.rule.degree) * logarithm(size)
      + logarithm(0.5 * (stretch.upper - stretch.lower))
  }

  /// A rectangle in units of half the length, from the middle; or its upper half, which tells as much
  /// of a function that is real on the line.
  private static func rectangle(
    _ stretch: Stretch, from left: Double, to right: Double, height: Double, isHalf: Bool = false
  ) -> ComplexEnclosure {
    let (middle, half) = (stretch.middle, 0.5 * (stretch.upper - stretch.lower))
    let slack = 1 + 1e-12
    let reach = height * half * slack
    return ComplexEnclosure(
      real: Enclosure(
        from: (middle + left * half * slack).nextDown, to: (middle + right * half * slack).nextUp),
      imaginary: Enclosure(from: isHalf ? 0 : -reach, to: reach))
  }
}
