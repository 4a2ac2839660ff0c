// SPDX-License-Identifier: GPL-3.0-or-later

// Log densities with Γ in them, for shapes that are so large that log Γ and the terms that it cancels
// with have no digits left: relative to the saddle point, where all of them are small.
//
// Source: Loader, "Fast and accurate computation of binomial probabilities" (2000).

extension Formula {
  /// From here on a shape is large. Below, the largest of the terms that cancel, at most 1e11, leaves 20
  /// digits and more.
  private static let largeShape = 1e9

  /// α log y − y − log Γ(α) where α is a large number, else `nil`:
  ///
  /// ```text
  /// ½ log(α/2π) − r(α) + α (log(1 + t) − t),   t = y/α − 1,   r Stirling's remainder
  /// ```
  ///
  /// - Parameters:
  ///   - shape: α.
  ///   - t: y/α − 1, written so that it has its digits near 0, and 1 + t near −1.
  static func gammaKernel(shape: Formula, distance t: Formula) -> Formula? {
    guard let shape = shape.large else { return nil }
    return .constant(gammaPeak(shape)) + .constant(shape) * t.applying(.logOnePlusMinus)
  }

  /// The same for y = self · factor, relative to the double m next to the number that self has to be for
  /// y = α, if the factor is a number: with t = (self − m)/m, which rounds nothing, it is
  ///
  /// ```text
  /// ½ log(α/2π) − r(α) + α (log(1 + t₀) − t₀) + α (log(1 + t) − t) + (α − factor · m) t,
  /// t₀ = (factor · m − α)/α
  /// ```
  func gammaKernel(shape: Formula, times factor: Formula) -> Formula? {
    guard let alpha = shape.large else { return nil }
    guard let number = factor.constantValue else {
      if constantValue != nil { return factor.gammaKernel(shape: shape, times: self) }
      return Formula.gammaKernel(shape: shape, distance: self * factor / shape - 1)
    }
    let centre = (alpha / number).head
    guard centre.isNormal else { return nil }
    let rest = alpha - number * centre
    let t = (self - .number(centre)) / .number(centre)
    let peak = Formula.gammaPeak(alpha) + alpha * (-rest / alpha).logOnePlusMinus
    return .constant(peak) + .constant(alpha) * t.applying(.logOnePlusMinus)
      + .constant(rest) * t
  }

  /// ½ log(α/2π) − r(α).
  private static func gammaPeak(_ shape: DoubleDouble) -> DoubleDouble {
    shape.logarithm * 0.5 - .halfLogTwoPi - shape.stirlingRemainder
  }

  /// a log p + b log(1 − p) + log Γ(a + b) − log Γ(a) − log Γ(b) where a and b are large numbers, else
  /// `nil`:
  ///
  /// ```text
  /// ½ log(ab/(2πn)) + r(n) − r(a) − r(b) + a (log(1 + t) − t) + b (log(1 + u) − u),   n = a + b,
  /// t = p/(a/n) − 1,   u = (1 − p)/(b/n) − 1,   r Stirling's remainder
  /// ```
  ///
  /// - Parameters:
  ///   - a: a.
  ///   - b: b.
  ///   - p: p and 1 − p.
  static func betaKernel(_ a: Formula, _ b: Formula, of p: (Formula, Formula)) -> Formula? {
    guard let a = a.large, let b = b.large else { return nil }
    let (t, u) = (p.0 / .constant(a / (a + b)) - 1, p.1 / .constant(b / (a + b)) - 1)
    return .constant(betaPeak(a, b)) + .constant(a) * t.applying(.logOnePlusMinus)
      + .constant(b) * u.applying(.logOnePlusMinus)
  }

  /// The same for p = self, relative to a double c next to a/n, and with it 1 − c where that is no smaller: with
  /// t = (p − c)/c and u = (c − p)/(1 − c), which round nothing, it is
  ///
  /// ```text
  /// ½ log(ab/(2πn)) + r(n) − r(a) − r(b) + a (log(1 + t₀) − t₀) + b (log(1 + u₀) − u₀)
  /// + a (log(1 + t) − t) + b (log(1 + u) − u) + (a − nc) t/(1 − c),
  /// t₀ = c/(a/n) − 1,   u₀ = (1 − c)/(b/n) − 1
  /// ```
  func betaKernel(_ a: Formula, _ b: Formula) -> Formula? {
    guard let a = a.large, let b = b.large else { return nil }
    let share = (a / (a + b)).head
    let centre = DoubleDouble(share < 0x1p-20 ? share : 1 - (b / (a + b)).head)
    guard centre.head.isNormal, centre.head < 1 else { return nil }
    let other = DoubleDouble(1) - centre
    let rest = a * other - b * centre
    let t = (self - .constant(centre)) / .constant(centre)
    let u = (.constant(centre) - self) / .constant(other)
    let peak =
      Formula.betaPeak(a, b) + a * (-rest / a).logOnePlusMinus + b * (rest / b).logOnePlusMinus
    return .constant(peak) + .constant(a) * t.applying(.logOnePlusMinus)
      + .constant(b) * u.applying(.logOnePlusMinus) + .constant(rest / other) * t
  }

  /// ½ log(ab/(2πn)) + r(n) − r(a) − r(b).
  private static func betaPeak(_ a: DoubleDouble, _ b: DoubleDouble) -> DoubleDouble {
    let sum = a + b
    return (a.logarithm + (b / sum).logarithm) * 0.5 - .halfLogTwoPi
      + (sum.stirlingRemainder - a.stirlingRemainder - b.stirlingRemainder)
  }

  /// As many factors of Γ(a + n)/Γ(a) are written one by one.
  private static let mostFactors = 32.0

  /// log Γ(self + step) − log Γ(self), in which nothing cancels where both are numbers, or the step is a small whole one.
  func logGammaIncrement(_ step: Formula) -> Formula {
    if constantValue == nil, let count = step.smallCount {
      return .total(
        of: stride(from: 0, to: count, by: 1).map { (self + .number($0)).gathered.applying(.log) })
    }
    guard let value = constantValue, let step = step.constantValue else {
      // With z as one term, which is one power of what vanishes and one term far out.
      return (self + step).gathered.applying(.logGamma) - applying(.logGamma)
    }
    return .constant(value.logGammaIncrement(step))
  }

  /// log Γ(a + b) − log Γ(a) − log Γ(b) = −log B(a, b).
  static func minusLogBeta(_ a: Formula, _ b: Formula) -> Formula {
    // Of a whole number and another one Γ(a + n)/Γ(a) is a product.
    if a.constantValue == nil, b.smallCount != nil {
      return a.logGammaIncrement(b) - b.applying(.logGamma)
    }
    if b.constantValue == nil, a.smallCount != nil { return minusLogBeta(b, a) }
    let (small, large) =
      if let first = a.constantValue, let second = b.constantValue, first.head > second.head {
        (b, a)
      } else {
        (a, b)
      }
    return large.logGammaIncrement(small) - small.applying(.logGamma)
  }

  /// The number that the formula is, if it is a small whole one.
  private var smallCount: Double? {
    constantValue.flatMap {
      $0.isWhole && $0.head >= 0 && $0.head <= Formula.mostFactors ? $0.head : nil
    }
  }

  /// The number that the formula is, if it is a large one.
  private var large: DoubleDouble? {
    constantValue.flatMap { $0.head >= Formula.largeShape && $0.isFinite ? $0 : nil }
  }
}
