// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The exercise sheet's model and family in closed form: z ~ Exp(θ), x | z ~ N(z, 1), q = Exp(φ).
///
/// Every formula is an oracle for the quadrature, and none replaces it. With m = x − θ, kept in 31
/// digits. The errors are the rounding of doubles; an infinity is an overflow.
public struct ExerciseClosedForm: Sendable, Hashable {
  /// θ.
  public let rate: Double

  /// x.
  public let observation: Double

  /// m = x − θ, the location of the posterior before truncation.
  let location: DoubleDouble

  /// The model with prior rate θ and observation x.
  public init(prior: Exponential, observation: Double) {
    rate = prior.rate
    self.observation = observation
    location = DoubleDouble(observation) - DoubleDouble(prior.rate)
  }

  /// The model with prior rate θ and observation x.
  ///
  /// - Throws: ``InferenceError/distribution(_:)`` for a θ that is not positive and finite.
  init(rate: Double, observation: Double) throws(InferenceError) {
    do {
      self.init(prior: try Exponential(rate: rate), observation: observation)
    } catch {
      throw .distribution(error)
    }
  }

  /// The posterior, N(m, 1) truncated to z > 0: the sheet's problem 1a, by adding natural parameters.
  public var posterior: Truncated<Normal>? {
    guard let base = try? Normal(mean: location.head, standardDeviation: 1) else { return nil }
    return try? Truncated(base, to: .positive)
  }

  /// log p(x) = log θ − ½ log 2π − ½x² + log I(m), I(m) = ∫₀^∞ exp(mz − ½z²) dz.
  ///
  /// For m < 0, I(m) is Mills' ratio at −m; for m ≥ 0 it is √(2π) exp(½m²) Φ(m), and
  /// ½m² − ½x² = θ(½θ − x) is taken without cancellation.
  public var logEvidence: Estimate {
    let prior = DoubleDouble.log(rate) - .halfLogTwoPi
    let value: DoubleDouble
    let magnitude: Double
    if location.head < 0 {
      let square = DoubleDouble.product(observation, observation) * -0.5
      value = prior + square + .log(NormalTail.millsRatio(-location.head))
      magnitude = abs(square.head)
    } else {
      let tilt =
        (DoubleDouble(rate) * 0.5 - DoubleDouble(observation)) * rate
      let mass = logarithm(onePlus: -exponential(NormalTail.logUpperTail(location.head)))
      value = prior + .halfLogTwoPi + tilt + DoubleDouble(mass)
      magnitude = abs(tilt.head)
    }
    return Estimate(value, error: 8 * .ulpOfOne + magnitude * 0x1p-96)
  }

  /// ELBO(φ) = −½ log 2π − ½x² − 1/φ² + m/φ + log θ − log φ + 1, the sheet's problem 1b.
  public func elbo(_ family: Exponential) -> Estimate {
    let mean = DoubleDouble(1) / DoubleDouble(family.rate)
    let square = DoubleDouble.product(observation, observation) * -0.5
    let quadratic = mean * mean
    let linear = location * mean
    let value =
      square - .halfLogTwoPi - quadratic + linear + .log(rate) - .log(family.rate)
      + DoubleDouble(1)
    let magnitude = max(abs(square.head), quadratic.head, abs(linear.head))
    return Estimate(value, error: 4 * .ulpOfOne + magnitude * 0x1p-96)
  }

  /// ∂ELBO/∂θ = 1/θ − 1/φ, the sheet's problem 1c.
  public func elboGradientTheta(_ family: Exponential) -> Estimate {
    let (own, other) = (
      DoubleDouble(1) / DoubleDouble(rate), DoubleDouble(1) / DoubleDouble(family.rate)
    )
    return Estimate(own - other, error: (own.head + other.head) * 0x1p-98)
  }

  /// ∂ELBO/∂φ = 2/φ³ − m/φ² − 1/φ, the sheet's problem 1c.
  public func elboGradientPhi(_ family: Exponential) -> Estimate {
    let mean = DoubleDouble(1) / DoubleDouble(family.rate)
    let bracket = mean * 2 - location
    let value = (bracket * mean - DoubleDouble(1)) * mean
    let magnitude = (abs(mean.head) * 2 + abs(location.head)) * mean.head * mean.head + mean.head
    return Estimate(value, error: magnitude * 0x1p-96)
  }

  /// φ* = (−m + √(m² + 8))/2, the only stationary point of the gap in φ.
  ///
  /// d gap/dφ = (φ² + mφ − 2)/φ³ is negative below φ* and positive above, so that the gap at φ* is
  /// the least, and KL > 0 there means KL > 0 for every φ. For m > 0 the form 4/(m + √(m² + 8)) does
  /// not cancel.
  ///
  /// - Throws: ``InferenceError/overflow(quantity:)`` where φ* is no positive finite double.
  public func bestFamily() throws(InferenceError) -> Exponential {
    let m = location.head
    let root = hypotenuse(m, 8.0.squareRoot())
    let rate = m > 0 ? 4 / (m + root) : 0.5 * root - 0.5 * m
    do {
      return try Exponential(rate: rate)
    } catch {
      throw .overflow(quantity: "φ* = (−m + √(m² + 8))/2 at m = \(m)")
    }
  }

  /// φ* with the bound of its rounding, and of that of θ where this is known to a bound only.
  ///
  /// dφ*/dθ = φ*/√(m² + 8), and between 0 and 1; hypot, √8, sum and quotient round by five half units.
  func bestRate(_ family: Exponential, rateError: Double = 0) -> Estimate {
    let slope = family.rate / hypotenuse(max(0, abs(location.head) - rateError), 8.0.squareRoot())
    return Estimate(family.rate, error: 6 * family.rate.ulp + min(1, 2 * slope) * rateError)
  }

  /// a = 1/φ* = (m + √(m² + 8))/4 in 31 digits; a root of 2a² = 1 + ma.
  static func bestMean(_ m: DoubleDouble) -> DoubleDouble {
    let size = m.head < 0 ? -m : m
    var root = size
    // Beyond, 8 is nothing beside m², which overflows at last.
    if size.head < 1e100 {
      let rough = DoubleDouble(hypotenuse(m.head, 8.0.squareRoot()))
      root = rough + (m * m + DoubleDouble(8) - rough * rough) / (rough + rough)
    }
    return m.head < 0 ? DoubleDouble(2) / (root + size) : (size + root) * 0.25
  }
}
