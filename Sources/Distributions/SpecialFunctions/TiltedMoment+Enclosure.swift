// SPDX-License-Identifier: GPL-3.0-or-later

extension TiltedMoment {
  /// Bounds on Q, which increases.
  func enclosure(over t: Enclosure) -> Enclosure {
    if t.isEmpty { return .empty }
    // Farther to the left there is no double for it.
    let (low, high) = (t.lower, max(t.upper, -1e150))
    let (first, last) = (rounded(at: low), rounded(at: high))
    return Enclosure(
      from: low < -1e150 ? -.infinity : DirectedRounding.below(first.value - first.error),
      to: DirectedRounding.above(last.value + last.error))
  }

  /// Bounds on Q(t) + ½t², which increases.
  func transform(over t: Enclosure) -> Enclosure {
    if t.isEmpty { return .empty }
    let (low, high) = (min(t.lower, 1e150), t.upper)
    let (first, last) = (roundedTransform(at: low), roundedTransform(at: high))
    return Enclosure(
      from: DirectedRounding.below(first.value - first.error),
      to: high > 1e150 ? .infinity : DirectedRounding.above(last.value + last.error))
  }

  /// Bounds on Q′(t) = E[y] − t > 0, which falls, since the density of y is log-concave with a variance of at most 1.
  func slope(over t: Enclosure) -> Enclosure {
    if t.isEmpty { return .empty }
    return Enclosure(from: means(at: t.upper).slope.lower, to: means(at: t.lower).slope.upper)
  }

  /// Bounds on t Q′(t), which does not exceed ν + 1: E[y]² ≤ E[y²] = ν + 1 + t E[y].
  func scaledSlope(over t: Enclosure) -> Enclosure {
    (t * slope(over: t)).intersection(Enclosure(from: -.infinity, to: order + 1))
  }

  /// Bounds on E[y], which increases.
  func mean(over t: Enclosure) -> Enclosure {
    if t.isEmpty { return .empty }
    return Enclosure(from: means(at: t.lower).mean.lower, to: means(at: t.upper).mean.upper)
  }

  /// Bounds on t E[y], which is above −(ν + 1) since E[y²] is positive.
  func scaledMean(over t: Enclosure) -> Enclosure {
    (t * mean(over: t)).intersection(
      Enclosure(from: DirectedRounding.below(-order - 1), to: .infinity))
  }

  /// Bounds on E[y], and on Q′ = E[y] − t, at one place, without a sum. With mₙ = E[y] of order n
  ///
  /// ```text
  /// peak(n) ≤ mₙ ≤ peak(n + 1),   peak(κ)² = κ + t peak(κ),   mₙ = t + n/mₙ₋₁
  /// ```
  ///
  /// of which the right one is E[y]² ≤ E[y²], the left one follows from it by the last, and the last brings both
  /// nearer: from higher orders to the left of 0, from lower ones to the right.
  private func means(at t: Double) -> (mean: Enclosure, slope: Enclosure) {
    let (none, all) = (Enclosure(from: 0, to: 0), Enclosure(from: .infinity, to: .infinity))
    guard t.isFinite else { return t > 0 ? (all, none) : (none, all) }
    func bounds(_ low: Double, _ high: Double) -> Enclosure {
      Enclosure(
        from: max(0, DirectedRounding.below(low, relativeError: 1e-14)),
        to: DirectedRounding.above(high, relativeError: 1e-14))
    }
    if t <= 0 {
      var n = order + 4
      var (low, high) = (TiltedMoment.peak(n, t), TiltedMoment.peak(n + 1, t))
      for _ in 0..<4 {
        (low, high) = (n / (high - t), n / (low - t))
        n -= 1
      }
      return (bounds(low, high), bounds(low - t, high - t))
    }
    var n = order - min(4, order.rounded(.down))
    // m − t, where peak(n) − t is n/peak(n).
    func direct(_ n: Double) -> (low: Double, high: Double) {
      (n / TiltedMoment.peak(n, t), (n + 1) / TiltedMoment.peak(n + 1, t))
    }
    var (low, high) = direct(n)
    while n < order {
      n += 1
      let own = direct(n)
      (low, high) = (max(own.low, n / (t + high)), min(own.high, n / (t + low)))
    }
    return (bounds(t + low, t + high), bounds(low, high))
  }

  /// No less than the variance of y for all t: E[y²] = ν + 1 + t E[y] increases, and the variance does not exceed 1.
  private func variance(over t: Enclosure) -> Double {
    guard t.upper < 0 else { return 1 }
    let mean = means(at: t.lower).mean.lower
    let second = order + 1 + t.upper * means(at: t.upper).mean.lower
    let rounding = 1e-14 * (order + 1)
    return max(0, min(1, DirectedRounding.above(second - mean * mean + rounding)))
  }

  /// Q(t) + ½t² over a rectangle.
  func transform(over t: ComplexEnclosure) -> ComplexEnclosure {
    PositiveTransform.logarithm(
      real: transform(over: t.real), imaginary: t.imaginary, mean: mean(over: t.real),
      variance: variance(over: t.real))
  }

  /// Q over a rectangle: at t = u + iv it is Q(u) + ½v² + log E[exp(iv(y − u))].
  func enclosure(over t: ComplexEnclosure) -> ComplexEnclosure {
    let half = Enclosure(from: 0.5, to: 0.5) * t.imaginary.applying(.square)
    return PositiveTransform.logarithm(
      real: enclosure(over: t.real) + half, imaginary: t.imaginary, mean: slope(over: t.real),
      variance: variance(over: t.real))
  }

  /// Q′ over a rectangle.
  func slope(over t: ComplexEnclosure) -> ComplexEnclosure {
    let turn = turn(over: t)
    return turn.isDefined
      ? ComplexEnclosure(real: slope(over: t.real), imaginary: -t.imaginary) + turn : turn
  }

  /// The mean of y, tilted over a rectangle.
  func mean(over t: ComplexEnclosure) -> ComplexEnclosure {
    let turn = turn(over: t)
    return turn.isDefined
      ? ComplexEnclosure(real: mean(over: t.real), imaginary: Enclosure(from: 0, to: 0)) + turn
      : turn
  }

  /// E[w exp(ivw)]/E[exp(ivw)] with w = y − E[y] at u, of t = u + iv: |exp(ivw) − 1| ≤ |vw|.
  private func turn(over t: ComplexEnclosure) -> ComplexEnclosure {
    let (size, variance) = (t.imaginary.largest, variance(over: t.real))
    let least = 1 - 0.5 * size * size * variance
    guard least > 0.01 else { return .undefined }
    let most = DirectedRounding.above(size * variance / least, relativeError: 1e-12)
    let error = Enclosure(from: -most, to: most)
    return ComplexEnclosure(real: error, imaginary: error)
  }
}
