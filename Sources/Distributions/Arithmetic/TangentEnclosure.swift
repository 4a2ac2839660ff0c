// SPDX-License-Identifier: GPL-3.0-or-later

/// Bounds on the values of a function and on its slopes over an interval, the slopes taken along with the values.
///
/// Wider than those of a derivative with like terms gathered, and much cheaper.
public struct TangentEnclosure: Sendable {
  /// Of the values.
  public let value: Enclosure
  /// Of the derivative by the latent; the whole line where nothing is known.
  public let slope: Enclosure

  init(value: Enclosure, slope: Enclosure) {
    self.value = value
    self.slope = slope.isEmpty || value.isEmpty ? .wholeLine : slope
  }

  init(latent z: Enclosure) { self.init(value: z, slope: Enclosure(from: 1, to: 1)) }

  private static let zero = Enclosure(from: 0, to: 0)
  private static let one = Enclosure(from: 1, to: 1)

  private var isConstant: Bool { slope.lower == 0 && slope.upper == 0 }

  private func chained(_ value: Enclosure, _ factor: Enclosure) -> TangentEnclosure {
    TangentEnclosure(value: value, slope: isConstant ? slope : factor * slope)
  }
}

extension TangentEnclosure: Scalar {
  init(_ value: DoubleDouble) { self.init(value: Enclosure(value), slope: TangentEnclosure.zero) }

  static func + (a: TangentEnclosure, b: TangentEnclosure) -> TangentEnclosure {
    TangentEnclosure(value: a.value + b.value, slope: a.slope + b.slope)
  }

  static func - (a: TangentEnclosure, b: TangentEnclosure) -> TangentEnclosure {
    TangentEnclosure(value: a.value - b.value, slope: a.slope - b.slope)
  }

  static prefix func - (a: TangentEnclosure) -> TangentEnclosure {
    TangentEnclosure(value: -a.value, slope: -a.slope)
  }

  static func * (a: TangentEnclosure, b: TangentEnclosure) -> TangentEnclosure {
    TangentEnclosure(value: a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }

  static func / (a: TangentEnclosure, b: TangentEnclosure) -> TangentEnclosure {
    let quotient = a.value / b.value
    return TangentEnclosure(
      value: quotient,
      slope: b.isConstant ? a.slope / b.value : (a.slope - quotient * b.slope) / b.value)
  }

  func raised(to exponent: TangentEnclosure) -> TangentEnclosure {
    guard exponent.isConstant else { return (exponent * applying(.log)).applying(.exp) }
    let power = value.raised(to: exponent.value - TangentEnclosure.one)
    return chained(value.raised(to: exponent.value), exponent.value * power)
  }

  func restricting(_ value: () -> TangentEnclosure) -> TangentEnclosure {
    // A condition is a jump: nothing is known of slopes.
    TangentEnclosure(value: self.value.restricting { value().value }, slope: .wholeLine)
  }

  func choosing(
    _ value: () -> TangentEnclosure, otherwise: () -> TangentEnclosure
  ) -> TangentEnclosure {
    if !self.value.isEmpty {
      if self.value.lower > 0 { return value() }
      if self.value.upper <= 0 { return otherwise() }
    }
    // A jump as well.
    let both = self.value.choosing({ value().value }, otherwise: { otherwise().value })
    return TangentEnclosure(value: both, slope: .wholeLine)
  }

  static func logSumExp(_ terms: [TangentEnclosure]) -> TangentEnclosure {
    // The slope is a mean of those of the terms.
    TangentEnclosure(
      value: Enclosure.logSumExp(terms.map(\.value)),
      slope: terms.dropFirst().reduce(terms.first?.slope ?? .wholeLine) { $0.hull($1.slope) })
  }

  func logOnePlusSquare() -> TangentEnclosure {
    // 2t/(1 + t²) rises from −1 at −1 to 1 at 1, and falls on both sides.
    func slope(_ t: Double) -> Double { 2 / (t + 1 / t) * (1 + 1e-15) }
    let (low, high) = (value.lower, value.upper)
    return chained(
      value.logOnePlusSquare(),
      Enclosure(
        from: low >= 0 ? 0 : high <= -1 ? slope(high) : -1,
        to: high <= 0 ? 0 : low >= 1 ? slope(low) : 1))
  }

  func applying(_ function: ElementaryFunction) -> TangentEnclosure {
    let (result, one) = (value.applying(function), TangentEnclosure.one)
    return switch function {
    case .exp: chained(result, result)
    case .expMinusOne: chained(result, value.applying(.exp))
    case .log: chained(result, one / value)
    case .logOnePlus: chained(result, one / (one + value))
    case .softplus: chained(result, value.applying(.inverseLogit))
    case .inverseLogit: chained(result, result * (-value).applying(.inverseLogit))
    case .todd:
      chained(
        result,
        (result * value.applying(.toddSlope)).intersection(Enclosure(from: 0, to: 1 + 1e-15)))
    case .logInverseCloglog: chained(result, (-value.applying(.exp)).applying(.todd))
    case .squareRoot: chained(result, Enclosure(from: 0.5, to: 0.5) / result)
    case .square: chained(result, Enclosure(from: 2, to: 2) * value)
    case .logGamma: chained(result, value.applying(.polygamma(order: 0)))
    case .logTiltedMoment(let order):
      chained(result, value.applying(.tiltedSlope(order: order)))
    case .logTiltedTransform(let order):
      chained(result, value.applying(.tiltedMean(order: order)))
    default: chained(result, .wholeLine)
    }
  }
}

extension Formula {
  /// Bounds on the slope of log|f| over an interval; the whole line where nothing is known.
  package func logMagnitudeSlope(over z: Enclosure) -> Enclosure {
    switch self {
    case .negative(let a): return a.logMagnitudeSlope(over: z)
    case .product(let a, let b): return a.logMagnitudeSlope(over: z) + b.logMagnitudeSlope(over: z)
    case .quotient(let a, let b):
      return a.logMagnitudeSlope(over: z) - b.logMagnitudeSlope(over: z)
    case .power(let a, .constant(let n)): return Enclosure(n) * a.logMagnitudeSlope(over: z)
    case .function(.square, let a):
      return Enclosure(from: 2, to: 2) * a.logMagnitudeSlope(over: z)
    case .function(.exp, let a): return a.evaluate(TangentEnclosure(latent: z), []).slope
    default:
      let own = evaluate(TangentEnclosure(latent: z), [])
      return own.value.contains(0) ? .wholeLine : own.slope / own.value
    }
  }
}
