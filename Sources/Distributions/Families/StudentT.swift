// SPDX-License-Identifier: GPL-3.0-or-later

/// Student's t distribution of ν degrees of freedom, moved by μ and stretched by σ, with density
/// proportional to (1 + ((z − μ)/σ)²/ν)^(−(ν+1)/2).
public struct StudentT: TailDistribution, ParametricDistribution {
  /// log Γ((ν+1)/2) − log Γ(ν/2) − ½ log νπ − log σ − ½(ν + 1) log(1 + ((x − μ)/σ)²/ν).
  public static let family = Family(
    of: StudentT.self, "student_t", "a Student t distribution",
    .positive("nu", "number of degrees of freedom"), .real("mu", "location"),
    .positive("sigma", "scale"),
    intervals: .student
  ) { x, p in
    let half = 0.5 * p[0]
    let ratio = half.logGammaIncrement(0.5) - 0.5 * half.applying(.log)
    let square = ((x - p[1]) / (p[2] * p[0].applying(.squareRoot))).applying(.square)
    return ratio - .constant(.halfLogTwoPi) - p[2].applying(.log)
      - (half + 0.5) * square.applying(.logOnePlus)
  }

  /// The parameters, and the log density.
  public let values: Family.Values

  /// Makes the member with these parameters.
  public init(values: Family.Values) { self.values = values }

  /// Makes the distribution.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: ν, positive and finite.
  ///   - location: μ, finite.
  ///   - scale: σ, positive and finite.
  /// - Throws: ``DistributionError`` for any other parameters.
  public init(degreesOfFreedom: Double, location: Double, scale: Double) throws(DistributionError) {
    values = try StudentT.family.values([degreesOfFreedom, location, scale])
  }

  /// ν.
  public var degreesOfFreedom: Double { values[0] }

  /// μ.
  public var location: Double { values[1] }

  /// σ.
  public var scale: Double { values[2] }

  /// (z − μ)/σ.
  private func standardized(_ z: Double) -> Double {
    ((DoubleDouble(z) - DoubleDouble(location)) / DoubleDouble(scale)).head
  }

  /// (−∞, ∞).
  public var support: Interval { .real }

  /// That of the formula, also where t² is above the largest double.
  public func logDensity(_ z: Double) -> Double {
    let t = abs(standardized(z))
    guard t > 1e150, t > 1e8 * degreesOfFreedom.squareRoot() else {
      return z.isNaN ? .nan : formula(DoubleDouble(z)).head
    }
    return logGammaHalfStep(degreesOfFreedom / 2) - DoubleDouble.halfLogTwoPi.head
      - logarithm(scale)
      - (degreesOfFreedom + 1) * (logarithm(t) - 0.5 * logarithm(degreesOfFreedom))
  }

  /// μ for ν > 1; NaN (undefined) below.
  public var mean: Double { degreesOfFreedom > 1 ? location : .nan }

  /// σ²ν/(ν − 2) for ν > 2; ∞ for 1 < ν ≤ 2, NaN (undefined) below.
  public var variance: Double {
    guard degreesOfFreedom > 1 else { return .nan }
    guard degreesOfFreedom > 2 else { return .infinity }
    return scale * scale * (degreesOfFreedom / (degreesOfFreedom - 2))
  }

  /// μ.
  public var mode: Double { location }

  /// ½(ν + 1)(ψ((ν+1)/2) − ψ(ν/2)) + ½ log ν + log B(½, ν/2) + log σ.
  public var entropy: Double {
    let half = degreesOfFreedom / 2
    // log √ν B(½, ν/2) = ½ log 2π − c, c as in the density
    let step = digammaExcess(half + 0.5) - digammaExcess(half) + logarithm(onePlus: 0.5 / half)
    return (half + 0.5) * step + DoubleDouble.halfLogTwoPi.head - logGammaHalfStep(half)
      + logarithm(scale)
  }

  /// That of the other side of μ.
  public func logCumulative(_ z: Double) -> DoubleDouble {
    DoubleDouble(StudentTail.logUpperTail(-standardized(z), degreesOfFreedom))
  }

  /// log P(t′ > (z − μ)/σ).
  public func logSurvival(_ z: Double) -> DoubleDouble {
    DoubleDouble(StudentTail.logUpperTail(standardized(z), degreesOfFreedom))
  }

  /// That of the incomplete beta function.
  public var tailError: Double { 4e-13 }

  /// |z|^−(ν+1).
  public var lowerTail: Tail { upperTail }

  /// z^−(ν+1).
  public var upperTail: Tail { .powerLaw(exponent: degreesOfFreedom + 1) }
}
