// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import RealModule

/// Divergences of two distributions of counts that are no KL, by sums from 0 on.
///
/// With T = log(q(k)/p(k)) in 31 digits every term keeps its digits where q is next to p, since each is a function of T that
/// is not negative. The ratio of neighbours in q^a p^b, a + b = 1, is C (k + φ_q)^a (k + φ_p)^b/(k + 1) with factors for
/// negative binomial laws alone: it decides whether a sum is finite, and bounds what is left out.
struct CountDivergenceSums {
  private(set) var jensenShannon: Quantity
  private(set) var squaredHellinger: Quantity
  private(set) var totalVariation: Quantity
  /// χ²(p‖q).
  private(set) var chiSquare: Quantity
  /// χ²(q‖p).
  private(set) var reverseChiSquare: Quantity
  /// For each order; of order 1 that is for the KL to say.
  private(set) var renyi: [Quantity]

  /// As many counts are summed over.
  private static let mostTerms = 0x1p20
  /// A tail below this share of a sum is left out, and counted as error.
  private static let negligible = 1e-20

  /// - Throws: ``InferenceError/argument(_:value:requirement:)`` for counts that are spread too far.
  init(
    _ q: CountDistribution, _ p: CountDistribution, orders: [Double]
  ) throws(InferenceError) {
    switch (q.kind, p.kind) {
    case (.spread(let q), .spread(let p)):
      self = try CountDivergenceSums(of: CountPair(q: q, p: p), orders: orders)
    case (.point(let a), .point(let b)):
      self.init(
        shared: a == b ? Estimate(1, error: 0) : nil, isWhole: true, orders, isPointFirst: true)
    case (.point(let k), .spread(let law)):
      let log = k <= law.largest ? law.logProbability(of: k) : nil
      self.init(
        shared: log.map(CountDivergenceSums.exponent), isWhole: false, orders, isPointFirst: true)
    case (.spread(let law), .point(let k)):
      let log = k <= law.largest ? law.logProbability(of: k) : nil
      self.init(
        shared: log.map(CountDivergenceSums.exponent), isWhole: false, orders, isPointFirst: false)
    }
  }

  private static func exponent(_ log: Estimate) -> Estimate {
    let value = exponential(log.value)
    return Estimate(value, error: value * (2 * log.error + 2 * .ulpOfOne) + 0x1p-1060)
  }

  /// Of all mass at one count, and a law that has the probability c there.
  ///
  /// - Parameters:
  ///   - shared: c; `nil` for 0.
  ///   - isWhole: whether the other one has all of its mass there, too, if it has any.
  ///   - isPointFirst: whether q is the point.
  private init(shared c: Estimate?, isWhole: Bool, _ orders: [Double], isPointFirst: Bool) {
    let apart = Quantity.infinite(.plus, reason: "nowhere have q and p both mass")
    guard let c, c.value > 0 else {
      jensenShannon = .finite(Estimate(DoubleDouble(2).logarithm, error: 1e-30))
      squaredHellinger = .finite(Estimate(1, error: 0))
      totalVariation = .finite(Estimate(1, error: 0))
      (chiSquare, reverseChiSquare) = (apart, apart)
      renyi = orders.map { _ in apart }
      return
    }
    let one = Estimate(1, error: 0)
    func log(_ a: Estimate) -> Estimate {
      let value = logarithm(a.value)
      return Estimate(value, error: a.error / max(a.value - a.error, 0x1p-1060) + value.ulp)
    }
    let rest = isWhole ? Estimate(0, error: 0) : one + -c
    let log2 = Estimate(DoubleDouble(2).logarithm, error: 1e-17)
    totalVariation = .finite(rest)
    squaredHellinger = .finite(one + -c.squareRoot)
    let mean = 0.5 * (one + c)
    jensenShannon = .finite(
      0.5 * (-log(mean) + c * (log(c) + -log(mean)) + log2 * rest))
    let toOther = Quantity.finite(one / c + Estimate(-1, error: 0))
    let fromOther: Quantity =
      isWhole
      ? .finite(Estimate(0, error: 0))
      : .infinite(.plus, reason: "one has all of its mass at a count, the other has not")
    (chiSquare, reverseChiSquare) =
      isPointFirst ? (fromOther, toOther) : (toOther, fromOther)
    // q^α p^(1−α) at the one count.
    renyi = orders.map { order in
      if isWhole { return .finite(Estimate(0, error: 0)) }
      if isPointFirst { return .finite(-log(c)) }
      if order > 1 { return fromOther }
      return .finite(
        Estimate(order, error: 0) / Estimate(1 - order, error: (1 - order).ulp) * -log(c))
    }
  }
}

extension CountDivergenceSums {
  /// Σ of terms that are not negative, with what each is off by.
  private struct Sum {
    var value = DoubleDouble(0)
    var error = 0.0

    mutating func add(_ term: Double, error: Double = 0) {
      value = value + DoubleDouble(term)
      self.error += error + 8 * .ulpOfOne * abs(term)
    }

    var estimate: Estimate { Estimate(value.head, error: error + value.head.ulp) }
  }

  /// How q^a p^b goes on beyond a count, a + b = 1.
  private struct Power {
    let a: Double
    let b: Double
    /// log C, and the exponents of k + φ.
    let logLimit: Double
    let shapes: [(exponent: Double, phi: Double)]
    /// Those of n − k.
    let ends: [(exponent: Double, n: Double)]
    /// The last count with such a term.
    let last: Double

    init(_ pair: CountPair, _ a: Double, _ b: Double) {
      (self.a, self.b) = (a, b)
      logLimit = a * pair.q.logScale.head + b * pair.p.logScale.head
      shapes = [(a, pair.q), (b, pair.p)].compactMap { exponent, law in
        if case .rising(let phi) = law.growth { (exponent, phi) } else { nil }
      }
      ends = [(a, pair.q), (b, pair.p)].compactMap { exponent, law in
        if case .falling(let n) = law.growth { (exponent, n) } else { nil }
      }
      last = min(a == 0 ? .infinity : pair.q.largest, b == 0 ? .infinity : pair.p.largest)
    }

    /// The exponent of k in the ratio of neighbours, for counts without an end.
    var exponent: Double { shapes.reduce(-1) { $0 + $1.exponent } }

    /// Whether the sum over all counts is finite; `nil` where that is not decided.
    var isFinite: Bool? {
      if abs(exponent) > 1e-12 { return exponent < 0 }
      if abs(logLimit) > 1e-12 { return logLimit < 0 }
      return nil
    }

    /// A bound on what is left beyond k, where the term is given; ∞ where none is known.
    func rest(beyond k: Double, _ term: Double) -> Double {
      guard k < last else { return 0 }
      let x = ratio(from: k)
      return x < 1 ? term * x / (1 - x) : .infinity
    }

    /// A bound on the ratio of neighbours at k and all that follow.
    private func ratio(from k: Double) -> Double {
      var log = logLimit + min(0, exponent) * logarithm(k + 1)
      for (exponent, phi) in shapes {
        log += max(0, exponent * logarithm((k + phi) / (k + 1)))
      }
      // n − k is least, 1, at the last but one.
      for (exponent, n) in ends { log += max(0, exponent * logarithm(n - k)) }
      return exponential(log) * (1 + 1e-9)
    }
  }

  /// How many of the powers are q and p themselves.
  private static let wholes = 2

  /// Of laws with more than one count.
  private init(of pair: CountPair, orders: [Double]) throws(InferenceError) {
    let (q, p) = (pair.q, pair.p)
    for (name, law) in [("q", q), ("p", p)] {
      guard law.spread + law.mean.head <= CountDivergenceSums.mostTerms, law.rateScale.head.isNormal
      else {
        throw .argument(
          name,
          value:
            "a mean of \(law.mean.head) and a standard deviation of \(law.variance.squareRoot())",
          requirement:
            "a distribution with its mass on the first \(Int(CountDivergenceSums.mostTerms)) counts"
        )
      }
    }
    let isFinite = q.largest < .infinity || p.largest < .infinity
    // q and p, of which only the rest is asked for, χ²(p‖q), χ²(q‖p), and the orders.
    let powers =
      [Power(pair, 1, 0), Power(pair, 0, 1), Power(pair, -1, 2), Power(pair, 2, -1)]
      + orders.map { Power(pair, $0, 1 - $0) }
    let common = min(q.largest, p.largest)
    let end = max(q.largest, p.largest)
    var (tv, hellinger, js) = (Sum(), Sum(), Sum())
    var moments = powers.map { _ in Sum() }
    var excesses = powers.map { _ in Sum() }
    var logs = (q: q.logAtZero, p: p.logAtZero)
    func product(_ power: Power) -> Double { exponential(logs.q * power.a + logs.p * power.b) }
    var ratio = pair.logRatio(at: DoubleDouble(0))
    var k = 0.0
    let start = max(q.mean.head, p.mean.head)
    var isDone = false
    while !isDone {
      let slip =
        (k + 1) * 1e-28 * (1 + abs(logs.q.head) + abs(logs.p.head)) + q.logAtZeroError
        + p.logAtZeroError + k * (q.logScaleError + p.logScaleError)
      let (own, other) = (
        k <= q.largest ? exponential(logs.q) : 0, k <= p.largest ? exponential(logs.p) : 0
      )
      if k <= common {
        let t = ratio.value
        let δ = ratio.error
        // Relative to the larger one.
        let (base, down) = (max(own, other), t.head < 0 ? t : -t)
        let less = down.expMinusOne
        let share = 1 + less.head
        tv.add(-0.5 * base * less.head, error: 0.5 * base * (share * δ + abs(less.head) * slip))
        let root = (down * 0.5).expMinusOne.head
        hellinger.add(
          0.5 * base * root * root,
          error: 0.5 * base * (abs(root) * δ + root * root * slip))
        let half = (less * 0.5).logOnePlus
        let term = -half + (DoubleDouble(1) + less) * (down - half)
        js.add(
          max(0, 0.5 * base * term.head),
          error: 0.5 * base
            * (abs(down.head) * share * δ + δ * δ + abs(term.head) * slip
              + 4e-31 * abs(half.head)))
        // r − 1, r = p/q.
        let step = (-t).expMinusOne
        for (index, power) in powers.enumerated().dropFirst(CountDivergenceSums.wholes) {
          let value = product(power)
          let uncertain = slip * (abs(power.a) + abs(power.b))
          moments[index].add(value, error: value * uncertain)
          // (r^b − 1) − b (r − 1).
          let raised = (t * -power.b).expMinusOne
          let excess = raised - step * power.b
          let part = own * excess.head
          excesses[index].add(
            part,
            error: part.isFinite
              ? own
                * (abs(power.b) * (abs(raised.head - step.head) + δ) * δ
                  + abs(excess.head) * slip) + 1e-30 * own * abs(t.head) : .infinity)
        }
      } else {
        tv.add(0.5 * (own + other), error: (own + other) * slip)
        hellinger.add(0.5 * (own + other), error: (own + other) * slip)
        js.add(0.5 * (own + other) * 0.6931471805599453, error: (own + other) * slip)
      }
      if k >= end { break }
      // Whether what is left is next to nothing.
      if k > start, k.truncatingRemainder(dividingBy: 8) == 0 || k >= CountDivergenceSums.mostTerms
      {
        isDone = powers.enumerated().allSatisfy { index, power in
          if power.isFinite != true && !isFinite { return true }
          let value = product(power)
          let own =
            index < CountDivergenceSums.wholes
            ? min(tv.value.head, hellinger.value.head, js.value.head)
            : min(1, abs(excesses[index].value.head))
          return power.rest(beyond: k, value) <= CountDivergenceSums.negligible * max(own, 1e-280)
        }
        isDone = isDone || k >= 2 * CountDivergenceSums.mostTerms
      }
      if isDone {
        for (index, power) in powers.enumerated() {
          let rest = power.rest(beyond: k, product(power))
          let isWhole = index < CountDivergenceSums.wholes
          moments[index].error += rest
          for other in excesses.indices where other == index || isWhole {
            excesses[other].error += rest * (isWhole ? 1 + abs(powers[other].b) : 1)
          }
          if isWhole {
            tv.error += rest
            hellinger.error += rest
            js.error += rest
          }
        }
      }
      ratio = ratio + pair.step(at: k)
      if k < q.largest { logs.q = logs.q + (q.rate(at: k) / DoubleDouble(k + 1)).logarithm }
      if k < p.largest { logs.p = logs.p + (p.rate(at: k) / DoubleDouble(k + 1)).logarithm }
      k += 1
    }
    totalVariation = .finite(tv.estimate)
    squaredHellinger = .finite(hellinger.estimate)
    jensenShannon = .finite(js.estimate)
    /// log Σ q^a p^b, with its digits where it is next to 0; or why there is none.
    func moment(_ index: Int) -> Quantity {
      let power = powers[index]
      if power.a > 1, q.largest > p.largest {
        return .infinite(
          .plus,
          reason: "q puts mass on counts above \(CountDivergence.text(p.largest)), p does not")
      }
      if power.b > 1, p.largest > q.largest {
        return .infinite(
          .plus,
          reason: "p puts mass on counts above \(CountDivergence.text(q.largest)), q does not")
      }
      if !isFinite {
        guard let finite = power.isFinite else {
          return .undefined(reason: "whether its sum over all counts is finite was not decided")
        }
        guard finite else {
          return .infinite(.plus, reason: "its terms do not fall off towards large counts")
        }
      }
      let sum = moments[index].estimate
      let log = logarithm(sum.value)
      let plain = Estimate(
        log, error: sum.error / max(sum.value - sum.error, .leastNormalMagnitude) + log.ulp)
      // Σ p = 1 where q has all counts of p.
      guard q.largest >= p.largest, q.largest <= p.largest else { return .finite(plain) }
      let excess = excesses[index].estimate
      let near = logarithm(onePlus: excess.value)
      let sharp = Estimate(near, error: excess.error / (1 + excess.value - excess.error) + near.ulp)
      return .finite(excess.value > -0.5 && sharp.error < plain.error ? sharp : plain)
    }
    func chiSquare(_ index: Int) -> Quantity {
      moment(index).map {
        let value = exponentialMinusOne($0.value)
        return Estimate(value, error: 2 * (1 + value) * $0.error + 2 * value.ulp)
      }
    }
    self.chiSquare = chiSquare(2)
    reverseChiSquare = chiSquare(3)
    renyi = orders.indices.map { index in
      moment(4 + index).map {
        let divisor = orders[index] - 1
        return Estimate(
          $0.value / divisor, error: $0.error / abs(divisor) + 2 * ($0.value / divisor).ulp
        ).notNegative
      }
    }
  }
}
