// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// How the engine's integrals are asked for. Whatever it is, the bounds have to hold: tests ask for less.
struct Accuracy: Sendable {
  /// As accurate as doubles allow.
  static let full = Accuracy()

  /// The relative tolerance of the engine's own integrals.
  ///
  /// Ten times what QUADPACK's rules add for rounding: a well-placed window meets it in one pass of
  /// the rule, and the value is then right to the last digits.
  var relative = 1e-13

  /// The relative tolerance of KL(q‖posterior) where it is above 1.
  var relativeWhereFar = 1e-12

  /// The drop of a log density at which a window for its normaliser ends: exp(−42) = 6e-19.
  var normalizerDrop = 42.0

  /// The drop for expectations of z² under it: exp(−48)·48² = 3e-18.
  var momentDrop = 48.0

  /// The drop for expectations of z⁴, which KL is made of where it is small: exp(−58)·58⁴ = 7e-19.
  var divergenceDrop = 58.0

  /// What the integrand of KL loses below the normal range: a unit of 4.9e-324 or two at each node,
  /// over a window of length 120 at most.
  static let subnormalRounding = 0x1p-1063

  /// 2⁻⁴⁷: a rounding in 31 digits beside one in doubles, with some room.
  static let ofDoubleDoubles = 0x1p-47
}

extension Estimate {
  /// A number known to 31 digits and rounded once, with an error of its own. A whole unit in the last
  /// place is allowed for the rounding, so that the bound also holds against a truth rounded alike. An
  /// overflow is ∞ ± ∞.
  init(_ value: DoubleDouble, error: Double) {
    self.init(value.head, error: value.head.isFinite ? error + value.head.ulp : .infinity)
  }
}

extension Workspace {
  /// Integrates over consecutive panels, and adds up values, errors and evaluations.
  ///
  /// The panels nearest to 0, the centre of a ``CentredQuadratic``, come first; the others need only be as
  /// accurate as the sum so far asks for.
  ///
  /// - Parameters:
  ///   - relative: the tolerance, and that of each panel.
  ///   - absolute: an error of the sum that is always small enough.
  mutating func integrate<Integrand: DirectIntegrand>(
    _ integrand: Integrand, over panels: Panels, relative: Double,
    absolute: Double = 0, rule: GaussKronrodRule = .points31, of quantity: String
  ) throws(InferenceError) -> Integral {
    var total = Integral.empty
    let first = panels.indexOfCentre
    for index in first..<max(first, panels.count - 1) { try add(index) }
    for index in (0..<first).reversed() { try add(index) }
    func add(_ index: Int) throws(InferenceError) {
      let (lower, upper) = (panels[index], panels[index + 1])
      guard lower < upper else { return }
      let allowed =
        max(absolute, relative * abs(total.value)) / Double(panels.count - 1)
      do throws(QuadratureError) {
        total += try integrate(
          integrand, from: lower, to: upper, rule: rule,
          tolerance: Tolerance(relative: relative, absolute: allowed))
      } catch .nonFiniteIntegrand {
        throw .overflow(quantity: quantity)
      } catch .notConverged(let best, _) {
        // The estimate of its error still counts; it shows in the bound.
        total += best
        total.status = .roundoff
      } catch {
        throw .quadrature(quantity: quantity, error)
      }
    }
    return total
  }
}

extension Integral {
  /// Adds an integral over another part of the line.
  static func += (sum: inout Integral, part: Integral) {
    sum.value += part.value
    sum.error += part.error
    sum.evaluations += part.evaluations
    sum.intervals = (sum.intervals ?? 0) + (part.intervals ?? 0)
    if part.status == .roundoff { sum.status = .roundoff }
  }
}
