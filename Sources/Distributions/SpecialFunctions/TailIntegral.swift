// SPDX-License-Identifier: GPL-3.0-or-later

/// Logarithms of integrals over a part of a line, of which distribution functions are made whose shapes are numbers.
///
/// All but Student's are Laplace transforms of positive measures, log ∫ exp(−ts) m(ds): they fall, are convex, and are
/// followed off the real line by complex enclosures. Values have 31 digits, but for what shapes far from 1 take from
/// them.
///
/// Sources: *NIST Handbook of Mathematical Functions*, 8.7.1, 8.9.2 and 8.17.22.
public enum TailIntegral: Sendable, Hashable {
  /// log ∫₀¹ u^(a−1) e^(−tu) du, t ≥ 0: P(a, t) Γ(a)/tᵃ.
  case lowerGamma(shape: DoubleDouble)
  /// log ∫₀ʷ (1 + u)^(a−1) e^(−tu) du, t > 0: (Q(a, t) − Q(a, t(1 + w))) Γ(a) eᵗ/tᵃ; w may be infinite.
  case upperGamma(shape: DoubleDouble, width: DoubleDouble)
  /// log ∫₀¹ u^(a−1) (1 + tu)^(−a−b) du, t ≥ 0: I(t/(1 + t); a, b) B(a, b)/tᵃ, a function of the odds.
  case lowerBeta(DoubleDouble, DoubleDouble)
  /// log ∫₀ʷ exp(−tv − ½v²) dv: (Φ(t + w) − Φ(t))/φ(t).
  case normalInterval(width: DoubleDouble)
  /// log F(t) of Student's t distribution.
  case student(freedom: DoubleDouble)
  /// log(F(t + w) − F(t)) of the same.
  case studentInterval(freedom: DoubleDouble, width: DoubleDouble)

  /// The shapes between which values are known to have their digits.
  static let shapes = 1e-6...1e6

  /// What a value may be off by: absolute, and relative to it.
  var precision: (absolute: Double, relative: Double) {
    func lost(_ shapes: DoubleDouble...) -> Double {
      shapes.reduce(1) { max($0, $1.head, 1 / $1.head) } * 1e-28
    }
    return switch self {
    case .lowerGamma(let a), .upperGamma(let a, _): (lost(a), 1e-28)
    case .lowerBeta(let a, let b): (lost(a, b), 1e-28)
    case .student(let freedom), .studentInterval(let freedom, _): (lost(freedom), 1e-28)
    case .normalInterval: (1e-29, 1e-29)
    }
  }

  /// What it is called in the text of a formula.
  var name: String {
    switch self {
    case .lowerGamma(let a): "log_lower_gamma_\(a.head)"
    case .upperGamma(let a, let width): "log_upper_gamma_\(a.head)_\(width.head)"
    case .lowerBeta(let a, let b): "log_lower_beta_\(a.head)_\(b.head)"
    case .normalInterval(let width): "log_normal_interval_\(width.head)"
    case .student(let freedom): "log_student_t_cdf_\(freedom.head)"
    case .studentInterval(let freedom, let width):
      "log_student_t_interval_\(freedom.head)_\(width.head)"
    }
  }

  /// f(t); NaN outside the domain.
  func value(at t: DoubleDouble) -> DoubleDouble {
    if t.head.isNaN { return t }
    switch self {
    case .lowerGamma(let a): return TailSeries.lowerGamma(a, t)
    case .upperGamma(let a, let width): return TailSeries.upperGamma(a, width, t)
    case .lowerBeta(let a, let b): return TailSeries.lowerBeta(a, b, t)
    case .normalInterval(let width): return TailSeries.normalInterval(width, t)
    case .student(let freedom): return TailSeries.student(freedom, t)
    case .studentInterval(let freedom, let width):
      return TailSeries.studentInterval(freedom, width, t)
    }
  }

  /// f′(t): minus the mean of s under the measure tilted by exp(−ts), or the reversed hazard rate.
  func slope(at t: DoubleDouble) -> DoubleDouble {
    if case .normalInterval(let width) = self, t.head < -0.5 * width.head {
      // From the other end: the mean is w less that.
      return -width - slope(at: -t - width)
    }
    if case .normalInterval = self, t.head == .infinity { return DoubleDouble(0) }
    return slopeFormula(at: .latent)(t)
  }

  /// f′ as a formula, in which digits are lost far out; ``ElementaryFunction/tailSlope(_:)`` has bounds there.
  func slopeFormula(at t: Formula) -> Formula {
    let own = t.applying(.tailIntegral(self))
    switch self {
    case .lowerGamma(let a):
      return -(t.applying(.tailIntegral(.lowerGamma(shape: a + DoubleDouble(1)))) - own)
        .applying(.exp)
    case .upperGamma(let a, let width):
      let next = t.applying(.tailIntegral(.upperGamma(shape: a + DoubleDouble(1), width: width)))
      return -(next - own).applying(.expMinusOne)
    case .lowerBeta(let a, let b):
      let next = t.applying(.tailIntegral(.lowerBeta(a + DoubleDouble(1), b)))
      return -(.constant(a + b) * (next - own).applying(.exp))
    case .normalInterval(let width):
      let end = -(.constant(width) * t) - .constant(width * width * 0.5)
      return t + (-own).applying(.exp) * end.applying(.expMinusOne)
    case .student(let freedom):
      return (TailIntegral.logDensity(freedom, at: t) - own).applying(.exp)
    case .studentInterval(let freedom, let width):
      let (first, last) = (
        TailIntegral.logDensity(freedom, at: t),
        TailIntegral.logDensity(freedom, at: t + .constant(width))
      )
      return (first - own).applying(.exp) * (last - first).applying(.expMinusOne)
    }
  }

  /// f″ as a formula, by f′.
  func curvature(at t: Formula) -> Formula {
    let (own, slope) = (t.applying(.tailIntegral(self)), t.applying(.tailSlope(self)))
    func ratio(_ other: TailIntegral) -> Formula {
      (t.applying(.tailIntegral(other)) - own).applying(.exp)
    }
    switch self {
    case .lowerGamma(let a):
      return ratio(.lowerGamma(shape: a + DoubleDouble(2))) - slope.applying(.square)
    case .upperGamma(let a, let width):
      return ratio(.upperGamma(shape: a + DoubleDouble(2), width: width))
        - (1 - slope).applying(.square)
    case .lowerBeta(let a, let b):
      let sum = a + b
      return .constant(sum * (sum + DoubleDouble(1))) * ratio(.lowerBeta(a + DoubleDouble(2), b))
        - slope.applying(.square)
    case .normalInterval(let width):
      let end = (-(.constant(width) * t) - .constant(width * width * 0.5) - own).applying(.exp)
      return 1 - .constant(width) * end + slope * (t - slope)
    case .student(let freedom):
      let fall =
        .constant(freedom + DoubleDouble(1)) * t / (.constant(freedom) + t.applying(.square))
      return -(slope * (fall + slope))
    case .studentInterval: return slopeFormula(at: .latent).derivative().substituting(t)
    }
  }

  /// The log density of Student's t distribution.
  static func logDensity(_ freedom: DoubleDouble, at t: Formula) -> Formula {
    StudentT.family.logDensity(of: t, [.constant(freedom), 0, 1])
  }
}
