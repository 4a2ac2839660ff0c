// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

// Q(t) = log ∫₀^∞ yᵛ exp(−½(y − t)²) dy less ½κ(log κ − 1) + ½ log(π/κ), κ = ν + 1, which the noncentral t density has
// in it.

extension Precision {
  /// Q(t).
  func logTiltedMoment(_ order: Double, _ t: Ball) -> Ball {
    guard t.isFinite else { return Ball(.nan) }
    let place = t.midpoint
    let count = sum(Ball(order), .one)
    var value = Ball(.nan)
    if count <= Ball(Precision.mostHypergeometric) && place <= Ball(20) {
      value = place.isNegative ? tricomi(count, place) : kummer(count, place)
    }
    // The series may give up where neither argument nor parameter is small.
    if !value.isFinite { value = trapezoidal(count, place) }
    guard !t.isExact else { return value }
    // Q is steepest at the left end; its second derivative is from −1 to 0.
    let (first, middle) = (tiltedSlope(order, lower(t)).upper, tiltedSlope(order, place).upper)
    let bent = sum(middle, t.radius)
    return widened(value, by: upper(product(first <= bent ? first : bent, t.radius)))
  }

  /// Beyond it a sum is shorter than the series.
  private static let mostHypergeometric = 100.0

  /// log E[exp(ty)] − ½t² + r(½κ), y of a chi distribution of κ degrees of freedom, by series of positive terms.
  ///
  /// Source: *NIST Handbook of Mathematical Functions*, 12.4.1, 12.7.12 and 12.7.13.
  private func kummer(_ count: Ball, _ t: Ball) -> Ball {
    let field = Precision(bits: bits + 24)
    let half = field.product(Ball(0.5), count)
    let next = field.sum(half, Ball(0.5))
    let square = field.product(Ball(0.5), field.apply(.square, t))
    func series(_ a: Ball, _ b: Double) -> Ball {
      let parameter = Ball(b)
      return unsafe Ball {
        unsafe arb_hypgeom_1f1($0, a.pointer, parameter.pointer, square.pointer, 0, field.bits)
      }
    }
    let gamma = field.apply(.logGamma, half)
    let ratio = field.exp(field.difference(field.apply(.logGamma, next), gamma))
    let odd = field.product(
      field.product(field.squareRoot(Ball(2)), field.product(t, ratio)), series(next, 1.5))
    let moment = field.log(field.sum(series(half, 0.5), odd))
    return rounded(
      field.sum(field.difference(moment, square), field.stirlingRemainder(half, gamma)))
  }

  /// The same by log Γ(½(κ + 1)) − ½ log π − ½t² + log U(½κ, ½, ½t²) + r(½κ), for t < 0.
  ///
  /// Source: *NIST Handbook of Mathematical Functions*, 12.5.1, 12.7.14 and 5.5.5.
  private func tricomi(_ count: Ball, _ t: Ball) -> Ball {
    var value = Ball(.nan)
    // Where ½t² is neither small nor large U is a difference, and the digits for it are not known before.
    for factor in [1, 2, 4, 8] {
      let field = Precision(bits: factor * bits + 24)
      let half = field.product(Ball(0.5), count)
      let square = field.product(Ball(0.5), field.apply(.square, t))
      let middle = Ball(0.5)
      let function = unsafe Ball {
        unsafe arb_hypgeom_u(
          $0, half.pointer, middle.pointer, square.pointer, field.bits)
      }
      let front = field.difference(
        field.apply(.logGamma, field.sum(half, middle)),
        field.product(middle, field.log(field.pi())))
      let moment = field.difference(field.sum(front, field.log(function)), square)
      let gamma = field.apply(.logGamma, half)
      value = rounded(field.sum(moment, field.stirlingRemainder(half, gamma)))
      let goal = exp(product(Ball(-0.6 * Double(bits)), .one))
      let scale = sum(.one, magnitude(value.midpoint))
      if value.isFinite, value.radius <= product(goal, scale) { break }
    }
    return value
  }

  /// log Γ(t) − ((t − ½) log t − t + ½ log 2π), from the first of these.
  private func stirlingRemainder(_ t: Ball, _ logGamma: Ball) -> Ball {
    let main = difference(product(difference(t, Ball(0.5)), log(t)), t)
    return difference(difference(logGamma, main), negative(logNormalDensity(.zero)))
  }

  /// κ(θ + exp(−θ) sinh θ) + log(√(κ/π) S), with t = 2√κ sinh θ and S = ∫ exp(D(s)) ds, D(s) = −κ(eˢ − 1 − s) −
  /// ½(peak (eˢ − 1))², by the trapezoidal rule with the bound on its error that `TiltedMoment` in Distributions derives.
  private func trapezoidal(_ count: Ball, _ t: Ball) -> Ball {
    let rough = Precision(bits: 64)
    // Digits for what is multiplied by κ and by the peak.
    let size = rough.log(rough.sum(.one, rough.sum(count, rough.peak(count, t)))).double
    guard size.isFinite, size < 1e4 else { return Ball(.nan) }
    let field = Precision(bits: bits + 24 + Int(1.45 * size))
    let goal = 0.7 * Double(bits) + 4
    guard let step = rough.step(count, t, goal: goal) else { return Ball(.nan) }

    let root = field.squareRoot(count)
    let place = field.quotient(t, field.product(Ball(2), root))
    let hypotenuse = field.squareRoot(field.sum(.one, field.apply(.square, place)))
    let fall =
      place.isNegative
      ? field.difference(hypotenuse, place) : field.quotient(.one, field.sum(place, hypotenuse))
    let main = field.product(
      count, field.difference(field.product(place, fall), field.log(fall)))
    let top = field.quotient(root, fall)

    var total = Ball.one
    for direction in [step, field.negative(step)] {
      let ratio = field.exp(direction)
      var (power, s) = (Ball.one, Ball.zero)
      while true {
        power = field.product(power, ratio)
        s = field.sum(s, direction)
        let growth = field.difference(power, .one)
        let spread = field.apply(.square, field.product(top, growth))
        let drop = field.sum(
          field.product(count, field.difference(growth, s)), field.product(Ball(0.5), spread))
        guard drop.isFinite else { return Ball(.nan) }
        let term = field.exp(field.negative(drop))
        guard Ball(goal + 4) <= drop else {
          total = field.sum(total, term)
          continue
        }
        // From here on D falls by κ|eˢ − 1| at least for every unit of s.
        let rate = field.product(field.magnitude(growth), field.product(count, step))
        let share = field.negative(field.apply(.expMinusOne, field.negative(rate)))
        guard share.isPositive else { return Ball(.nan) }
        total = field.widened(total, by: field.upper(field.quotient(term, share)))
        break
      }
    }
    // 2 exp(−goal), relative to the integral, with room for what the sum is not.
    let error = field.product(total, field.exp(Ball(1.4 - goal)))
    total = field.widened(total, by: field.upper(error))
    let scale = field.squareRoot(field.quotient(count, field.pi()))
    let mass = field.product(scale, field.product(step, total))
    return rounded(field.sum(main, field.log(mass)))
  }

  /// A step, exactly, whose rule errs by 2 exp(−goal) at most.
  private func step(
    _ count: Ball, _ t: Ball, goal: Double
  ) -> Ball? {
    let curvature = sum(count, apply(.square, peak(count, t)))
    let wanted = squareRoot(quotient(Ball(2 * goal), curvature))
    let height = (wanted < Ball(0.7) ? wanted : Ball(0.7)).midpoint
    let square = apply(.square, apply(.sine, height))
    let double = product(Ball(2), square)
    var growth = product(
      product(Ball(-0.5), count), apply(.logOnePlus, negative(double)))
    if t.isPositive {
      let ratio = quotient(square, difference(.one, double))
      let root = squareRoot(sum(.one, ratio))
      let move = quotient(product(t, ratio), sum(.one, root))
      growth = sum(growth, product(move, peak(count, sum(t, move))))
    }
    let step = lower(
      quotient(product(product(Ball(2), pi()), height), sum(Ball(goal), growth)))
    return step.isFinite && step.isPositive ? step : nil
  }

  /// The solution of y² = κ + ty.
  private func peak(_ count: Ball, _ t: Ball) -> Ball {
    let root = squareRoot(sum(apply(.square, t), product(Ball(4), count)))
    return t.isPositive
      ? product(Ball(0.5), sum(root, t))
      : quotient(product(Ball(2), count), difference(root, t))
  }

  /// Bounds on Q′(t) = E[y] − t, which falls, at a number. With mₙ = E[y] of order n
  ///
  /// ```text
  /// peak(n) ≤ mₙ ≤ peak(n + 1),   peak(κ)² = κ + t peak(κ),   mₙ = t + n/mₙ₋₁
  /// ```
  ///
  /// of which the right one is E[y]² ≤ E[y²] = n + 1 + t E[y], and the left one follows from it by the last.
  func tiltedSlope(_ order: Double, _ t: Ball) -> Bounds {
    guard t.isFinite else {
      let limit = t.isPositive ? Ball.zero : t.isNegative ? Ball.infinity : Ball(.nan)
      return Bounds(limit.isUndefined ? .zero : limit, limit.isUndefined ? .infinity : limit)
    }
    func peak(_ count: Ball) -> Ball { self.peak(count, t) }
    guard t.isPositive else {
      // From four orders higher.
      func place(_ step: Int) -> Ball { sum(Ball(order), Ball(Double(step))) }
      var (low, high) = (peak(place(4)), peak(place(5)))
      for step in [4, 3, 2, 1] {
        let n = place(step)
        (low, high) = (quotient(n, difference(high, t)), quotient(n, difference(low, t)))
      }
      return positive(difference(low, t), difference(high, t))
    }
    // m − t, where peak(n) − t is n/peak(n).
    func direct(_ n: Ball) -> (low: Ball, high: Ball) {
      let next = sum(n, .one)
      return (quotient(n, peak(n)), quotient(next, peak(next)))
    }
    let steps = min(4, order.rounded(.down))
    var n = sum(Ball(order), Ball(-steps))
    var (low, high) = direct(n)
    for _ in 0..<Int(steps) {
      n = sum(n, .one)
      let own = direct(n)
      let (other, another) = (quotient(n, sum(t, high)), quotient(n, sum(t, low)))
      low = other <= own.low ? own.low : other
      high = own.high <= another ? own.high : another
    }
    return positive(low, high)
  }

  /// Bounds on what is positive.
  private func positive(_ low: Ball, _ high: Ball) -> Bounds {
    let least = lower(low)
    return Bounds(least.isPositive ? least : .zero, upper(high))
  }
}

extension ComplexBall {
  /// Becomes Q(t): at u + iv it is Q(u) + ½v² + ivQ′(u) + log E[exp(iv(y − E[y]))], whose variance is at most 1.
  func applyTiltedMoment(_ order: Double, to t: ComplexBall, bits: Int) {
    let height = t.imaginary
    if height.isZero {
      let value = Precision(bits: bits).logTiltedMoment(order, t.real)
      unsafe acb_set_arb(pointer, value.pointer)
      return
    }
    // By its slope from the middle: over a wide rectangle a few digits are enough.
    let precision = Precision(bits: t.isWider(than: -10) ? min(bits, 40) : bits)
    let range = precision.bounds(t.real)
    let slope = precision.apply(.tiltedSlope(order: order), range)
    let values = precision.bounds(precision.logTiltedMoment(order, t.real))
    let size = height.largestMagnitude
    let share = precision.product(Ball(0.5), precision.apply(.square, size))
    let least = precision.difference(.one, share)
    guard values.isFinite, least.isPositive else { return becomeUndefined() }
    let lower = precision.sum(values.lower, precision.log(least))
    let half = precision.product(Ball(0.5), precision.apply(.square, height))
    let real = precision.sum(precision.hull(precision.lower(lower), values.upper), half)
    // |arg| does not exceed the tangent.
    let turn = precision.product(height, precision.hull(slope.lower, slope.upper))
    let imaginary = precision.widened(
      turn, by: precision.upper(precision.quotient(share, least)))
    unsafe acb_set_arb_arb(pointer, real.pointer, imaginary.pointer)
  }

  /// Becomes Q′(t): with w = y − E[y] at u it is Q′(u) − iv + E[w exp(ivw)]/E[exp(ivw)], and |exp(ivw) − 1| ≤ |vw|.
  func applyTiltedSlope(_ order: Double, to t: ComplexBall, bits: Int) {
    let precision = Precision(bits: bits)
    let size = t.imaginary.largestMagnitude
    let share = precision.product(Ball(0.5), precision.apply(.square, size))
    let least = precision.difference(.one, share)
    let slope = precision.apply(.tiltedSlope(order: order), precision.bounds(t.real))
    guard slope.isFinite, least.isPositive else { return becomeUndefined() }
    let error = precision.upper(precision.quotient(size, least))
    let real = precision.widened(precision.hull(slope.lower, slope.upper), by: error)
    let imaginary = precision.widened(precision.negative(t.imaginary), by: error)
    unsafe acb_set_arb_arb(pointer, real.pointer, imaginary.pointer)
  }
}
