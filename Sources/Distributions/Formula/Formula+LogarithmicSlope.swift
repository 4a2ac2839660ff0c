// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// z·f′(z), the derivative by log z, in a form whose enclosures stay narrow towards z = 0 and z = ∞.
  ///
  /// A density that falls like a power law z^−k has log density f with z·f′ → −k: the quantity that
  /// decides whether, and by how much, a tail is integrable.
  public var logarithmicSlope: Formula {
    switch self {
    case .constant, .parameter: 0
    case .latent: .latent
    case .sum(let a, let b): a.logarithmicSlope + b.logarithmicSlope
    case .difference(let a, let b): a.logarithmicSlope - b.logarithmicSlope
    case .product(let a, let b): a.logarithmicSlope * b + a * b.logarithmicSlope
    case .quotient(let a, let b): a.logarithmicSlope / b - self * b.elasticity
    case .power(_, .constant): self * elasticity
    case .power(let a, let b):
      self * (b.logarithmicSlope * a.applying(.log) + b * a.elasticity)
    case .negative(let a): -a.logarithmicSlope
    case .function(let function, let a):
      a.isConstant ? 0 : Formula.logarithmicSlope(of: function, a)
    case .restricted(let a, _): a.logarithmicSlope
    case .choice(let a, let b, let condition):
      .choosing(a.logarithmicSlope, else: b.logarithmicSlope, ifPositive: condition)
    case .logSumExp(let parts):
      .total(of: parts.map { ($0 - self).applying(.exp) * $0.logarithmicSlope })
    }
  }

  /// z·f′(z)/f(z), the derivative of log f by log z: the exponent k where f is like z^k.
  private var elasticity: Formula {
    switch self {
    case .constant, .parameter: 0
    case .latent: 1
    case .negative(let a): a.elasticity
    case .product(let a, let b): a.elasticity + b.elasticity
    case .quotient(let a, let b): a.elasticity - b.elasticity
    case .power(let a, .constant(let b)): .constant(b) * a.elasticity
    // a/(a + c) as 1/(1 + c/a), in which a stands once.
    case .sum(let a, .constant(let c)): a.elasticity / (1 + .constant(c) / a)
    case .difference(.constant(let c), let a): a.elasticity / (1 - .constant(c) / a)
    case .function(.square, let a): 2 * a.elasticity
    case .function(.squareRoot, let a): 0.5 * a.elasticity
    case .function(.magnitude, let a): a.elasticity
    case .function(.exp, let a): a.logarithmicSlope
    // With u = log(1 + v), v/(1 + v) is 1 − e⁻ᵘ.
    case .function(.logOnePlus, let a): a.elasticity / applying(.todd)
    case .function(.expMinusOne, let a): a.applying(.todd) * a.elasticity
    case .function(.inverseLogit, let a): (-a).applying(.inverseLogit) * a.logarithmicSlope
    default: logarithmicSlope / self
    }
  }

  private var isConstant: Bool { constantValue != nil }

  private static func logarithmicSlope(of function: ElementaryFunction, _ a: Formula) -> Formula {
    switch function {
    case .log: a.elasticity
    case .logOnePlus: a.elasticity / (1 + 1 / a)
    case .softplus: a.applying(.scaledInverseLogit) * a.elasticity
    case .logNormalCumulative: a.applying(.scaledNormalHazard) * a.elasticity
    case .logNormalRatio: a.applying(.scaledNormalMean) * a.elasticity
    case .logScaledBessel(let order):
      a.applying(.scaledBesselSlope(order: order)) * a.elasticity
    case .logTiltedMoment(let order): a.applying(.scaledTiltedSlope(order: order)) * a.elasticity
    case .logTiltedTransform(let order): a.applying(.scaledTiltedMean(order: order)) * a.elasticity
    case .tailIntegral(let integral): a.applying(.scaledTailSlope(integral)) * a.elasticity
    case .magnitude: a.applying(.magnitude) * a.elasticity
    case .squareRoot: a.applying(.squareRoot) * (0.5 * a.elasticity)
    default: Formula.derivative(of: function, at: a) * a.logarithmicSlope
    }
  }
}
