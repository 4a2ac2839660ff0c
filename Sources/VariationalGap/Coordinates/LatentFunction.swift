// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Synchronization

/// A function of z, with what was derived from its formula: of a posterior that many q are compared with
/// that is done once.
final class LatentFunction: Sendable {
  let formula: Formula
  /// What the function is the sum of, where something is known of its parts; with signs.
  private let summands: [(function: LatentFunction, sign: DoubleDouble)]
  /// What is added to them.
  private let constant: DoubleDouble
  private let derived = Mutex(Derived())

  init(_ formula: Formula) {
    self.formula = formula
    (summands, constant) = ([], DoubleDouble(0))
  }

  /// a + c, by what is known of a.
  init(_ a: LatentFunction, plus constant: DoubleDouble) {
    formula = a.formula + .constant(constant)
    (summands, self.constant) = ([(a, DoubleDouble(1))], constant)
  }

  /// a − b, by what is known of both.
  init(_ a: LatentFunction, minus b: LatentFunction) {
    formula = a.formula - b.formula
    (summands, constant) = ([(a, DoubleDouble(1)), (b, DoubleDouble(-1))], DoubleDouble(0))
  }

  private struct Derived {
    var views: [View] = []
    var roots: (support: Interval, roots: [FormulaRoot])?
    var locations: [Double]?
    var sharpPeaks: [DoubleDouble]?
    var isEnclosed: Bool?
    /// Whether some of it was derived when the time was over.
    var isUnfinished = false
  }

  private func withDerived<Value: Sendable>(_ derive: (inout Derived) -> Value) -> Value {
    derived.withLock { derived in
      if derived.isUnfinished, !TimeLimit.isOver { derived = Derived() }
      let value = derive(&derived)
      derived.isUnfinished = derived.isUnfinished || TimeLimit.isOver
      return value
    }
  }

  /// What is known in one coordinate.
  private struct View {
    let coordinate: Coordinate
    let formula: Formula
    var logDensity: CoordinateFunction?
  }

  /// As many coordinates are remembered.
  private static let mostViews = 64

  /// The function of u.
  func formula(in coordinate: Coordinate) -> Formula {
    withDerived { $0.views[view(of: coordinate, &$0)].formula }
  }

  /// The logarithm of the density of u, where this is that of z.
  func logDensity(in coordinate: Coordinate) -> CoordinateFunction {
    withDerived { derived in
      let index = view(of: coordinate, &derived)
      if let density = derived.views[index].logDensity { return density }
      let formula = derived.views[index].formula
      let density = CoordinateFunction(
        coordinate.isLogarithmic
          ? GatheredSum(cancelling: formula + .latent).formula : formula.gathered)
      derived.views[index].logDensity = density
      return density
    }
  }

  private func view(of coordinate: Coordinate, _ derived: inout Derived) -> Int {
    if let index = derived.views.firstIndex(where: { $0.coordinate == coordinate }) {
      return index
    }
    if derived.views.count == LatentFunction.mostViews { derived.views.removeAll() }
    let view =
      summands.isEmpty
      ? coordinate.formula(formula)
      : (Formula.total(
        of: summands.map { .constant($0.sign) * $0.function.formula(in: coordinate) })
        + .constant(constant)).gathered
    derived.views.append(View(coordinate: coordinate, formula: view))
    return derived.views.count - 1
  }

  /// ``Formula/roots(in:)``; of a sum those of its parts.
  func roots(in support: Interval) -> [FormulaRoot] {
    guard summands.isEmpty else { return summands.flatMap { $0.function.roots(in: support) } }
    return withDerived { derived in
      if let known = derived.roots, known.support == support { return known.roots }
      let roots = formula.roots(in: support)
      derived.roots = (support, roots)
      return roots
    }
  }

  /// ``Formula/locations``.
  var locations: [Double] {
    guard summands.isEmpty else { return summands.flatMap(\.function.locations) }
    return withDerived { kept(&$0.locations, formula.locations) }
  }

  /// ``Formula/sharpPeaks``.
  var sharpPeaks: [DoubleDouble] {
    guard summands.isEmpty else { return summands.flatMap(\.function.sharpPeaks) }
    return withDerived { kept(&$0.sharpPeaks, formula.sharpPeaks) }
  }

  /// ``Formula/isEnclosed``.
  var isEnclosed: Bool {
    guard summands.isEmpty else { return summands.allSatisfy(\.function.isEnclosed) }
    return withDerived { kept(&$0.isEnclosed, formula.isEnclosed) }
  }

  private func kept<Value>(_ place: inout Value?, _ make: @autoclosure () -> Value) -> Value {
    if let place { return place }
    let value = make()
    place = value
    return value
  }
}
