// SPDX-License-Identifier: GPL-3.0-or-later

// The distribution functions of families, by the distribution that a function of x has.

extension IntervalProbability {
  /// The positive numbers as a support.
  static let positive: Function = { x, _ in x }
  /// Numbers below 1.
  static let belowOne: Function = { x, _ in 1 - x }

  /// (g(x) − μ)/σ is standard normal.
  ///
  /// - Parameters:
  ///   - location: μ and σ.
  ///   - transform: g, increasing.
  static func normal(
    start: Function? = nil, end: Function? = nil,
    location: @escaping @Sendable ([Formula]) -> (Formula, Formula) = { ($0[0], $0[1]) },
    transform: @escaping @Sendable (Formula) -> Formula = { $0 }
  ) -> IntervalProbability {
    @Sendable func standardized(_ x: Formula, _ p: [Formula]) -> Formula {
      let (mu, sigma) = location(p)
      return (transform(x) - mu) / sigma
    }
    return IntervalProbability(start: start, end: end) {
      standardized($0, $1).applying(.logNormalCumulative)
    } upper: {
      (-standardized($0, $1)).applying(.logNormalCumulative)
    } between: { a, b, p in
      let width = (transform(b) - transform(a)) / location(p).1
      return .normalInterval(from: standardized(a, p), to: standardized(b, p), width: width)
    }
  }

  /// −log P(x′ > x) is t(x): exponential, with a logarithm that does not overflow.
  ///
  /// - Parameters:
  ///   - hazard: t.
  ///   - logarithm: log t.
  ///   - logDifference: log(t(b) − t(a)).
  static func exponential(
    start: Function?, end: Function? = nil, hazard: @escaping Function,
    logarithm: @escaping Function,
    logDifference: @escaping @Sendable (_ a: Formula, _ b: Formula, _ p: [Formula]) -> Formula
  ) -> IntervalProbability {
    IntervalProbability(start: start, end: end) {
      logarithm($0, $1).applying(.logInverseCloglog)
    } upper: {
      -hazard($0, $1)
    } between: {
      -hazard($0, $2) + logDifference($0, $1, $2).applying(.logInverseCloglog)
    }
  }

  /// P(x′ ≤ x) = exp(−exp(v)), where v falls.
  ///
  /// - Parameters:
  ///   - exponent: v.
  ///   - fall: v(a) − v(b).
  static func gumbel(
    start: Function? = nil, end: Function? = nil, exponent: @escaping Function,
    fall: @escaping @Sendable (_ a: Formula, _ b: Formula, _ p: [Formula]) -> Formula
  ) -> IntervalProbability {
    IntervalProbability(start: start, end: end) {
      -exponent($0, $1).applying(.exp)
    } upper: {
      exponent($0, $1).applying(.logInverseCloglog)
    } between: { a, b, p in
      // exp(v(a)) − exp(v(b)) = exp(v(a)) (1 − exp(−fall)).
      let logDifference =
        exponent(a, p) + fall(a, b, p).applying(.log).applying(.logInverseCloglog)
      return -exponent(b, p).applying(.exp) + logDifference.applying(.logInverseCloglog)
    }
  }

  /// t(x) has the logistic distribution function F: F(b) − F(a) = F(b) F(−a) (1 − e^(a−b)).
  ///
  /// - Parameters:
  ///   - standardized: t.
  ///   - width: t(b) − t(a).
  static func logistic(
    start: Function? = nil, standardized: @escaping Function,
    width: @escaping @Sendable (_ a: Formula, _ b: Formula, _ p: [Formula]) -> Formula
  ) -> IntervalProbability {
    IntervalProbability(start: start) {
      standardized($0, $1).logOfInverseLogit
    } upper: {
      standardized($0, $1).logOfOneMinusInverseLogit
    } between: { a, b, p in
      standardized(b, p).logOfInverseLogit + standardized(a, p).logOfOneMinusInverseLogit
        + width(a, b, p).applying(.log).applying(.logInverseCloglog)
    }
  }

  /// (x − μ)/σ is double exponential.
  static let doubleExponential: IntervalProbability = {
    @Sendable func standardized(_ x: Formula, _ p: [Formula]) -> Formula { (x - p[0]) / p[1] }
    let logTwo = Formula.constant(.log(2))
    @Sendable func below(_ t: Formula) -> Formula {
      .choosing(
        (-(-t - logTwo).applying(.exp)).applying(.logOnePlus), else: t - logTwo, ifPositive: t)
    }
    return IntervalProbability {
      below(standardized($0, $1))
    } upper: {
      below(-standardized($0, $1))
    } between: { a, b, p in
      let (first, last) = (standardized(a, p), standardized(b, p))
      let share = ((b - a) / p[1]).applying(.log).applying(.logInverseCloglog)
      // 1 − ½e^a − ½e^−b, on both sides of μ.
      let across = Formula.mixture([
        (-first).applying(.log).applying(.logInverseCloglog),
        last.applying(.log).applying(.logInverseCloglog),
      ])
      let upTo = Formula.choosing(last + share, else: across, ifPositive: -last)
      return .choosing(share - first, else: upTo, ifPositive: first) - logTwo
    }
  }()

  /// t(x) is Student's, of Cauchy's distribution with ν = 1, where what lies between two ends is a tail:
  /// atan b − atan a = acot((1 + ab)/(b − a)).
  ///
  /// - Parameters:
  ///   - standardized: t.
  ///   - width: t(b) − t(a).
  ///   - isFolded: whether an x > 0 stands for two points of the line.
  static func cauchy(
    start: Function? = nil, isFolded: Bool = false, standardized: @escaping Function,
    width: @escaping @Sendable (_ a: Formula, _ b: Formula, _ p: [Formula]) -> Formula
  ) -> IntervalProbability {
    let cauchy = ElementaryFunction.tailIntegral(.student(freedom: DoubleDouble(1)))
    let factor: Formula = isFolded ? .constant(.log(2)) : 0
    return IntervalProbability(start: start) {
      let t = standardized($0, $1)
      return (isFolded ? -1 / t : t).applying(cauchy) + factor
    } upper: {
      (-standardized($0, $1)).applying(cauchy) + factor
    } between: { a, b, p in
      let product = standardized(a, p) * standardized(b, p)
      return (-(1 + product) / width(a, b, p)).applying(cauchy) + factor
    }
  }

  /// (x − p[1])/p[2] is Student's, of p[0] degrees of freedom; an interval whose width is a number is a function of its
  /// lower end.
  static let student = IntervalProbability(shapes: [0]) {
    Formula.student(($0 - $1[1]) / $1[2], $1[0])
  } upper: {
    Formula.student(-(($0 - $1[1]) / $1[2]), $1[0])
  } between: { a, b, p in
    let (first, last) = ((a - p[1]) / p[2], (b - p[1]) / p[2])
    if let freedom = p[0].constantValue, let width = ((b - a) / p[2]).constantValue, width.isFinite,
      width.head > 0
    {
      return first.applying(.tailIntegral(.studentInterval(freedom: freedom, width: width)))
    }
    return .difference(from: first, to: last, ifUpper: first + last) { t, isLower in
      .student(isLower ? t : -t, p[0])
    }
  }

  /// t(x) has a gamma distribution of rate 1; where it falls, its tails change places.
  ///
  /// - Parameters:
  ///   - shapes: the parameters that the shape is made of.
  ///   - shape: the shape.
  ///   - power: t is proportional to x to the power of this, or of its opposite.
  ///   - standardized: t.
  ///   - logarithm: log t.
  static func gamma(
    shapes: [Int] = [0], start: Function? = positive, isFalling: Bool = false, power: Formula = 1,
    shape: @escaping @Sendable ([Formula]) -> Formula, standardized: @escaping Function,
    logarithm: @escaping Function
  ) -> IntervalProbability {
    @Sendable func tail(_ x: Formula, _ p: [Formula], isLower: Bool) -> Formula {
      let (t, log) = (standardized(x, p), logarithm(x, p))
      return isLower ? .lowerGamma(shape(p), t, log: log) : .upperGamma(shape(p), t, log: log)
    }
    return IntervalProbability(start: start, shapes: shapes) {
      tail($0, $1, isLower: !isFalling)
    } upper: {
      tail($0, $1, isLower: isFalling)
    } between: { a, b, p in
      if let own = shape(p).constantValue, a.constantValue != nil, b.constantValue != nil {
        // From the end that t is the smaller at.
        let first = isFalling ? b : a
        let ratio = (power * .logRatio(a, b)).applying(.expMinusOne)
        if let width = ratio.constantValue, width.head > 0, width.isFinite {
          let t = standardized(first, p)
          return shape(p) * logarithm(first, p) - t - .constant(own.logGamma)
            + t.applying(.tailIntegral(.upperGamma(shape: own, width: width)))
        }
      }
      let excess = 0.5 * (standardized(a, p) + standardized(b, p)) - shape(p)
      return .difference(from: a, to: b, ifUpper: isFalling ? -excess : excess) { x, isLower in
        tail(x, p, isLower: isLower != isFalling)
      }
    }
  }

  /// x has a beta distribution.
  ///
  /// - Parameter shape: both shapes.
  static func beta(
    shapes: [Int], _ shape: @escaping @Sendable ([Formula]) -> (Formula, Formula)
  ) -> IntervalProbability {
    @Sendable func lower(_ x: Formula, _ p: [Formula]) -> Formula {
      .lowerBeta(shape(p).0, shape(p).1, logOdds: x.applying(.log) - x.logOfOneMinus)
    }
    @Sendable func upper(_ x: Formula, _ p: [Formula]) -> Formula {
      .lowerBeta(shape(p).1, shape(p).0, logOdds: x.logOfOneMinus - x.applying(.log))
    }
    return IntervalProbability(start: positive, end: belowOne, shapes: shapes) {
      lower($0, $1)
    } upper: {
      upper($0, $1)
    } between: { a, b, p in
      let (first, second) = shape(p)
      let excess = 0.5 * (a + b) - first / (first + second)
      return .difference(from: a, to: b, ifUpper: excess) { x, isLower in
        isLower ? lower(x, p) : upper(x, p)
      }
    }
  }
}

extension Formula {
  /// log(Φ(b) − Φ(a)): of a width that is a number from an end, else from the tail that is smaller.
  static func normalInterval(from a: Formula, to b: Formula, width: Formula) -> Formula {
    if let width = width.constantValue, width.head > 0, width.isFinite {
      // Where a is a multiple of z its square gathers with that of a prior, and no bound on the sum is found far out. From
      // the other end, with the signs turned, there is one.
      let start = a(DoubleDouble(0)).head == 0 ? -b : a
      return -0.5 * start.applying(.square) - .constant(.halfLogTwoPi)
        + start.applying(.tailIntegral(.normalInterval(width: width)))
    }
    return .difference(from: a, to: b, ifUpper: a + b) { t, isLower in
      (isLower ? t : -t).applying(.logNormalCumulative)
    }
  }

  /// log(F(b) − F(a)), from the tail that is smaller.
  ///
  /// - Parameters:
  ///   - condition: is positive where that is the upper one.
  ///   - tail: the logarithm of the lower or the upper tail.
  fileprivate static func difference(
    from a: Formula, to b: Formula, ifUpper condition: Formula,
    _ tail: (_ x: Formula, _ isLower: Bool) -> Formula
  ) -> Formula {
    .choosing(
      tail(a, false).minusExponential(tail(b, false)),
      else: tail(b, true).minusExponential(tail(a, true)), ifPositive: condition)
  }

  /// log F(t) of Student's t distribution; NaN unless the degrees of freedom are a number.
  static func student(_ t: Formula, _ freedom: Formula) -> Formula {
    freedom.constantValue.map { t.applying(.tailIntegral(.student(freedom: $0))) } ?? .number(.nan)
  }

  /// log P(a, t) of the incomplete gamma function; NaN unless a is a number.
  static func lowerGamma(_ shape: Formula, _ t: Formula, log: Formula) -> Formula {
    guard let a = shape.constantValue else { return .number(.nan) }
    return shape * log - .constant(a.logGamma)
      + t.applying(.tailIntegral(.lowerGamma(shape: a)))
  }

  /// log Q(a, t) of the incomplete gamma function; NaN unless a is a number.
  static func upperGamma(_ shape: Formula, _ t: Formula, log: Formula) -> Formula {
    guard let a = shape.constantValue else { return .number(.nan) }
    return shape * log - t - .constant(a.logGamma)
      + t.applying(.tailIntegral(.upperGamma(shape: a, width: DoubleDouble(.infinity))))
  }

  /// log I(x; a, b) of the incomplete beta function by logit x; NaN unless a and b are numbers.
  static func lowerBeta(_ a: Formula, _ b: Formula, logOdds: Formula) -> Formula {
    guard let first = a.constantValue, let second = b.constantValue else { return .number(.nan) }
    return a * logOdds + .minusLogBeta(a, b)
      + logOdds.applying(.exp).applying(.tailIntegral(.lowerBeta(first, second)))
  }
}
