// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions

/// Branch and bound for the least KL(q‖posterior) over a range of one parameter of q.
///
/// ```text
/// gap(φ) lies in gap(φ₀) + gap′(Φ)(φ − φ₀)     for φ in an interval Φ around φ₀
/// gap′(φ) = E_q[∂ log q/∂φ · (log q − log joint)]
/// ```
///
/// with the second integral computed from balls that hold all of Φ, in which log q is log q at φ₀ +
/// (φ − φ₀) ∂ log q/∂φ at Φ, so that no normaliser is set against what it normalises. Towards 0 and ∞ the gap is bounded by
/// what an event A tells of it (the inequality of data processing): for all φ beyond φ₁ q gives A at least
/// the probability a that it has at φ₁, and KL(q‖p) ≥ a log(a/p(A)) + (1 − a) log((1 − a)/(1 − p(A))).
struct LeastGap {
  let model: CertifiedModel
  let family: Family
  let parameters: [Double]
  /// Which of them varies.
  let index: Int
  let budget: Budget

  private let precision = Precision(bits: 128)
  private static let goal = 36
  /// How close the bound has to come.
  private static let tightness = Ball(0.998)

  /// No least gap below this is looked into.
  private static let negligible = Ball(1e-7)

  private let logQ: Formula
  /// ∂ log q/∂φ at Φ.
  private let score: Formula
  /// log q for φ in Φ.
  private let logQInRange: Formula
  private let numbers: ExactNumbers
  /// Where φ₀, Φ and Φ − φ₀ stand among the numbers.
  private let (place, rangePlace, stepPlace): (Int, Int, Int)

  init(
    of family: Family, _ parameters: [Double], varying index: Int,
    model: CertifiedModel, budget: Budget
  ) throws {
    (self.family, self.parameters, self.index) = (family, parameters, index)
    (self.model, self.budget) = (model, budget)
    var numbers = model.numbers
    let first = numbers.values.count
    let leaves = parameters.map { numbers.leaf($0) }
    (place, rangePlace, stepPlace) = (first + index, numbers.values.count, numbers.values.count + 1)
    logQ = family.logDensity(of: .latent, leaves)
    var wide = leaves
    wide[index] = numbers.leaf(.one)
    score = family.logDensity(of: .latent, wide).derivative(by: .parameter(rangePlace))
    logQInRange = logQ + numbers.leaf(.zero) * score
    self.numbers = numbers
  }

  private func with(_ value: Ball) -> [Ball] {
    var values = numbers.values
    values[place] = value
    return values
  }

  private func integral(_ values: [Ball], goal: Int) -> ProvenIntegral {
    ProvenIntegral(numbers: values, precision: precision, goal: goal, budget: budget)
  }

  private func member(_ value: Double) throws -> FamilyMember {
    var parameters = parameters
    parameters[index] = value
    do throws(DistributionError) {
      return try FamilyMember(of: family, parameters: parameters)
    } catch {
      throw CertificateError.undefined("\(error)")
    }
  }

  private func support(_ value: Double) throws -> Support {
    let interval = try member(value).distribution.support
    guard model.support.contains(interval) else {
      throw CertificateError.infinite(
        isPositive: true, "q has mass outside of the support of the model")
    }
    return Support(interval)
  }

  /// log p(x) but for the normaliser of the prior, which KL does not depend on.
  private func mass() throws -> Ball {
    if model.isNormalised, model.truncatedPrior == nil { return .one }
    return try integral(numbers.values, goal: LeastGap.goal)(
      exp: model.logJoint, over: Support(model.support))
  }

  // MARK: The proof

  /// The least gap over a range whose ends may be ends of the parameter's domain.
  func prove(from start: Double, to end: Double, digits: Int) throws -> CertifiedLeastGap {
    let mass = try mass()
    let logMass = precision.log(mass)
    let isLower = !start.isFinite || start == 0
    let isUpper = !end.isFinite
    var least = Ball.infinity
    for value in LeastGap.guesses(start, end) {
      if let gap = try? gap(at: value, logMass), gap.upperEnd(precision) <= least {
        least = gap.upperEnd(precision)
      }
    }
    guard least.isFinite else {
      throw CertificateError.undecided("no member of the range was shown to have a finite KL")
    }
    let from = isLower ? try tail(towards: start, isLower: true, above: least, mass) : start
    let to = isUpper ? try tail(towards: end, isLower: false, above: least, mass) : end
    return try search(from: from, to: to, logMass, least, digits: digits)
  }

  private static func guesses(_ start: Double, _ end: Double) -> [Double] {
    let powers = (-4...4).map { Double(sign: .plus, exponent: 2 * $0, significand: 1) }
    let points = [0, middle(start, end)] + powers + powers.map { -$0 }
    return points.filter { start < $0 && $0 < end }
  }

  private func gap(at value: Double, _ logMass: Ball) throws -> Ball {
    let values = with(Ball(value))
    let expectation = try integral(values, goal: LeastGap.goal)(
      exp: logQ, times: logQ - model.logJoint, over: try support(value))
    return precision.sum(logMass, expectation)
  }

  /// A part of the range.
  private struct Part {
    let lower: Double
    let upper: Double
    /// No gap of the part is below.
    let bound: Ball
  }

  private func search(
    from start: Double, to end: Double, _ logMass: Ball, _ known: Ball, digits: Int
  ) throws -> CertifiedLeastGap {
    var least = known
    func part(_ lower: Double, _ upper: Double) throws -> Part {
      try budget.check()
      let middle = LeastGap.middle(lower, upper)
      guard let centre = try? gap(at: middle, logMass) else {
        return Part(lower: lower, upper: upper, bound: .zero)
      }
      let high = centre.upperEnd(precision)
      if high <= least { least = high }
      let bound = (try? meanValueBound(centre, middle, lower, upper)) ?? .zero
      return Part(lower: lower, upper: upper, bound: bound.isPositive ? bound : .zero)
    }
    var open = [try part(start, end)]
    var done: [Part] = []
    var count = 1
    while let index = open.indices.min(by: { open[$0].bound < open[$1].bound }) {
      let current = open.remove(at: index)
      // A gap that cannot be told from 0 bounds nothing.
      if least <= LeastGap.negligible
        || precision.product(least, LeastGap.tightness) <= current.bound
      {
        done.append(current)
        continue
      }
      let middle = LeastGap.middle(current.lower, current.upper)
      guard current.lower < middle, middle < current.upper, count < 20_000 else {
        throw CertificateError.undecided(
          "the gap was not bounded from \(current.lower) to \(current.upper)")
      }
      open.append(try part(current.lower, middle))
      open.append(try part(middle, current.upper))
      count += 1
    }
    var bound = least
    for part in done where part.bound < bound { bound = part.bound }
    let near = done.filter { !(least < $0.bound) }
    let place = (near.map(\.lower).min() ?? start)...(near.map(\.upper).max() ?? end)
    let interval = CertifiedInterval(from: bound, to: least, digits: digits)
    return CertifiedLeastGap(gap: interval, place: place, parts: done.count)
  }

  /// Halfway, in decades where the ends have the same sign and differ much.
  private static func middle(_ a: Double, _ b: Double) -> Double {
    if a > 0, b > 2 * a { return a.squareRoot() * b.squareRoot() }
    if b < 0, a < 2 * b { return -((-a).squareRoot() * (-b).squareRoot()) }
    return a / 2 + b / 2
  }

  private func meanValueBound(
    _ centre: Ball, _ middle: Double, _ lower: Double, _ upper: Double
  ) throws -> Ball {
    let range = precision.hull(Ball(lower), Ball(upper))
    let size = max(abs(lower), abs(upper))
    // Bits that the width of the range leaves meaningful.
    let goal = min(LeastGap.goal, max(6, Int(5 - ((upper - lower) / size).exponent)))
    let step = precision.difference(range, Ball(middle))
    var values = with(Ball(middle))
    (values[rangePlace], values[stepPlace]) = (range, step)
    var integral = integral(values, goal: goal)
    // A range that is too wide is not decided anywhere.
    integral.reach = 1e4
    let slope = try integral(
      exp: logQInRange, times: score * (logQInRange - model.logJoint), over: try support(middle))
    let change = precision.product(slope, step)
    return precision.lower(precision.sum(centre, change))
  }

  // MARK: The tails of the range

  /// A parameter beyond which no gap is below a number.
  private func tail(
    towards end: Double, isLower: Bool, above least: Ball, _ mass: Ball
  ) throws -> Double {
    guard let direction = StochasticOrder.direction(of: family.name, index) else {
      throw CertificateError.undecided(
        "whether q moves in one direction with \(family.parameters[index].name) is not known: "
          + "give a range with finite ends")
    }
    let towardsLarge = (direction > 0) != isLower
    for k in 0..<60 {
      try budget.check()
      let size = Double(sign: .plus, exponent: k, significand: 1)
      let value = end == 0 ? 1 / size : isLower ? -size : size
      guard let member = try? member(value) else { continue }
      for p in [0.5, 0.1, 0.9] {
        let m = member.distribution.quantile(p)
        if let bound = try? eventBound(member, value, m, above: towardsLarge, mass),
          least <= bound
        {
          return value
        }
      }
    }
    throw CertificateError.undecided("the gap was not bounded towards \(end)")
  }

  /// What the event z > m, or z < m, tells of the gap of all q that give it more probability.
  private func eventBound(
    _ member: FamilyMember, _ value: Double, _ m: Double, above: Bool, _ mass: Ball
  ) throws -> Ball {
    let field = precision
    func event(_ support: Support) -> Support {
      above ? Support(Ball(m), support.upper) : Support(support.lower, Ball(m))
    }
    let q = try integral(with(Ball(value)), goal: LeastGap.goal)(
      exp: logQ, over: event(try support(value)))
    let joint = try integral(numbers.values, goal: LeastGap.goal)(
      exp: model.logJoint, over: event(Support(model.support)))
    let p = field.quotient(joint, mass)
    let (a, b) = (field.lower(q), field.upper(p))
    // The bound grows with a from p(A) on, and falls with p(A) up to a.
    guard b < a, a < .one else { return .zero }
    func term(_ a: Ball, _ b: Ball) -> Ball { field.product(a, field.log(field.quotient(a, b))) }
    let rest = term(field.difference(.one, a), field.difference(.one, b))
    return field.lower(field.sum(term(a, b), rest))
  }
}

extension Ball {
  /// A number that none in the ball is above.
  fileprivate func upperEnd(_ precision: Precision) -> Ball { precision.upper(self) }
}

extension Certificate {
  /// A proven lower bound of KL(q‖posterior) for all q of a family with one parameter in a range.
  ///
  /// - Parameters:
  ///   - family: q's; its support must not depend on the parameter.
  ///   - parameters: in their order; the one that varies is not looked at.
  ///   - index: which of them varies.
  ///   - range: the least and the greatest value, which may be 0 or infinite.
  public func leastGap(
    of family: Family, parameters: [Double], varying index: Int,
    over range: ClosedRange<Double>
  ) -> CertifiedRange {
    guard parameters.indices.contains(index), parameters.count == family.parameters.count,
      !family.hasVariableSupport
    else {
      return .notDecided(reason: "the support of \(family) depends on its parameters")
    }
    do {
      let proof = try LeastGap(
        of: family, parameters, varying: index, model: model, budget: Budget(seconds: seconds))
      return .proven(
        try proof.prove(from: range.lowerBound, to: range.upperBound, digits: digits))
    } catch {
      return .notDecided(reason: "\(error)")
    }
  }
}
