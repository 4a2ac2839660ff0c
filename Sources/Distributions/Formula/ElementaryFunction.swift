// SPDX-License-Identifier: GPL-3.0-or-later

/// A function of one variable in a ``Formula``.
public enum ElementaryFunction: Sendable, Hashable {
  /// eᵗ.
  case exp
  /// eᵗ − 1.
  case expMinusOne
  /// log t.
  case log
  /// log(1 + t).
  case logOnePlus
  /// log(1 + t) − t, accurate near 0.
  case logOnePlusMinus
  /// log(1 + eᵗ).
  case softplus
  /// 1/(1 + e⁻ᵗ).
  case inverseLogit
  /// t/(1 + e⁻ᵗ), the slope of log(1 + eᵗ) by log t.
  case scaledInverseLogit
  /// t/(1 − e⁻ᵗ), the slope of log |eᵗ − 1| by log t; 1 at 0.
  case todd
  /// 1/t − 1/(eᵗ − 1), the slope of the logarithm of t/(1 − e⁻ᵗ); ½ at 0. It has no derivative here.
  case toddSlope
  /// log(1 − exp(−eᵗ)), the logarithm of the inverse of the complementary log-log function: t far to the
  /// left, −exp(−eᵗ) far to the right.
  case logInverseCloglog
  /// log Φ(t), the logarithm of the standard normal distribution function.
  case logNormalCumulative
  /// log(Φ(t)/φ(t)), in which nothing cancels far to the left.
  case logNormalRatio
  /// t φ(t)/Φ(t), the slope of log Φ(t) by log t.
  case scaledNormalHazard
  /// t + φ(t)/Φ(t), the derivative of log(Φ(t)/φ(t)): the mean of a normal distribution about t, cut off below 0. Its own
  /// derivative has few digits far to the left.
  case normalMean
  /// t times that, the slope of log(Φ(t)/φ(t)) by log t. It has no derivative here.
  case scaledNormalMean
  /// The slope of log(t⁻ⁿ Iₙ(t)) − t by log t. It has no derivative here.
  case scaledBesselSlope(order: Int)
  /// erf t.
  case errorFunction
  /// Φ⁻¹(t), for 0 < t < 1.
  case inverseNormalCumulative
  /// sin t.
  case sine
  /// cos t.
  case cosine
  /// atan t.
  case arcTangent
  /// tanh t.
  case hyperbolicTangent
  /// log(t⁻ⁿ Iₙ(t)) − t of the modified Bessel function of the first kind, for n from 0 to 10.
  case logScaledBessel(order: Int)
  /// log ∫₀^∞ yᵛ exp(−½(y − t)²) dy less ½κ(log κ − 1) + ½ log(π/κ), κ = ν + 1, for an order ν > 0.
  case logTiltedMoment(order: Double)
  /// The same plus ½t², in which nothing cancels far to the left: the logarithm of the integral of yᵛ exp(−½y² + ty).
  case logTiltedTransform(order: Double)
  /// The derivative of the moment: E[y] − t under a density proportional to yᵛ exp(−½(y − t)²).
  case tiltedSlope(order: Double)
  /// t times that, the slope of the moment by log t. It has no derivative here.
  case scaledTiltedSlope(order: Double)
  /// E[y], the derivative of the transform. Its own derivative has few digits far to the left.
  case tiltedMean(order: Double)
  /// t times that, the slope of the transform by log t. It has no derivative here.
  case scaledTiltedMean(order: Double)
  /// The logarithm of an integral over a part of a line, of which distribution functions are made.
  case tailIntegral(TailIntegral)
  /// The derivative of that.
  case tailSlope(TailIntegral)
  /// t times the derivative of that, its slope by log t. It has no derivative here.
  case scaledTailSlope(TailIntegral)
  /// √t.
  case squareRoot
  /// t².
  case square
  /// |t|.
  case magnitude
  /// The sign of t: −1, 0 or 1.
  case sign
  /// log Γ(t), for t > 0.
  case logGamma
  /// r(t) = log Γ(t) − ((t − ½) log t − t + ½ log 2π), Stirling's remainder, for t > 0: about 1/(12t).
  case stirlingRemainder
  /// t r′(t), the slope of Stirling's remainder by log t. It has no derivative here.
  case stirlingSlope
  /// ψ⁽ⁿ⁾(t), the n-th derivative of the digamma function, for t > 0; its accuracy is that of a double.
  case polygamma(order: Int)
  /// A function that is written outside the library.
  case custom(CustomFunction)
  /// A sum of distances from many places, or the slope of one.
  case absoluteSum(AbsoluteSum)
  /// A sum over rows of data.
  case rows(RowSum)

  /// The functions that a formula may use, by their names in Stan.
  public static let named: [String: ElementaryFunction] = {
    var functions: [String: ElementaryFunction] = [:]
    for function in FormulaFunction.all { functions[function.name] = function.function }
    return functions
  }()
}
