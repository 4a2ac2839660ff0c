// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A bound on the logarithm of a function's magnitude, from |a·b| = |a|·|b| and |a + b| ≤ |a| + |b|: it is finite where the terms of
/// sums overflow.
indirect enum Majorant: Sendable {
  case constant(Double)
  case logarithm(CoordinateFunction)
  case product(Majorant, Majorant)
  case square(Majorant)
  case sum([Majorant])

  init(_ function: Formula) {
    switch function {
    case .product(let a, let b): self = .product(Majorant(a), Majorant(b))
    case .function(.square, let a): self = .square(Majorant(a))
    case .function(.magnitude, let a), .negative(let a): self = Majorant(a)
    default:
      let sum = GatheredSum(function)
      let leaf = CoordinateFunction(function.logMagnitude.gathered)
      let parts = sum.terms.map { term in
        Majorant.product(
          .constant(Distributions.logarithm(term.coefficient.head.magnitude)),
          term.formula == function ? .logarithm(leaf) : Majorant(term.formula))
      }
      let constant = sum.constant.head.magnitude
      self = .sum(
        parts + (constant == 0 ? [] : [.constant(Distributions.logarithm(constant))]))
    }
  }

  /// Whether it says more than the logarithm of the function.
  var hasSum: Bool {
    switch self {
    case .constant, .logarithm: false
    case .product(let a, let b): a.hasSum || b.hasSum
    case .square(let a): a.hasSum
    case .sum(let parts): parts.count > 1 || parts.contains(where: \.hasSum)
    }
  }

  /// The least bound over a stretch; ∞ where a leaf overflows.
  func upperBound(over stretch: Stretch) -> Double {
    let bound = folded {
      let range = $0.range(over: stretch, sufficient: .infinity)
      return range.isEmpty ? -.infinity : range.upper
    } sum: {
      $0.reduce(-.infinity, logSum)
    }
    // The sums of logarithms are rounded.
    return bound.isFinite ? bound + 1e-9 + 1e-12 * abs(bound) : bound
  }

  /// How fast the bound grows towards the infinite end of a stretch, at most; ∞ where that is not known.
  func growth(over stretch: Stretch) -> Double {
    folded(constant: 0) {
      let slope = $0.slope(over: stretch)
      if slope.isEmpty { return .infinity }
      return stretch.upper == .infinity ? slope.upper : -slope.lower
    } sum: {
      $0.max() ?? -.infinity
    }
  }

  private func folded(
    constant: Double? = nil, _ leaf: (CoordinateFunction) -> Double, sum: ([Double]) -> Double
  ) -> Double {
    func fold(_ part: Majorant) -> Double {
      switch part {
      case .constant(let log): constant ?? log
      case .logarithm(let function): leaf(function)
      case .product(let a, let b): fold(a) + fold(b)
      case .square(let a): 2 * fold(a)
      case .sum(let parts): sum(parts.map(fold))
      }
    }
    let result = fold(self)
    return result.isNaN ? .infinity : result
  }
}
