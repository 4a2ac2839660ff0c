// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

extension Moments {
  /// Those of any density, in windows that its quantiles make; `nil` where the quantiles cannot be
  /// told apart, or the quadrature does not give a mass of 1.
  ///
  /// Towards an infinite end where the density has a heavy tail, z = median ± exp(y); what lies beyond
  /// reach is that of the power law. Towards a finite end where the density is unbounded, z = end ± exp(y), and what lies nearer to
  /// the end than doubles reach is that of the power law.
  ///
  /// - Parameters:
  ///   - quantiles: those of the tail probabilities exp(−80), 1e-9, 0.1 below and above, and the
  ///     median, ascending.
  ///   - tails: the behaviour of the density towards both ends of the support.
  ///   - logDensity: log p, normalised.
  static func general(
    on support: Interval, quantiles: [Double], tails: (lower: Tail, upper: Tail),
    logDensity: @escaping (DoubleDouble) -> Double
  ) throws(QuadratureError) -> Moments? {
    let middle = quantiles.count / 2
    let (median, spread) = (quantiles[middle], quantiles[middle + 1] - quantiles[middle - 1])
    let scale = spread.binade
    guard scale > 0, scale.isFinite else { return nil }
    let origin = DoubleDouble(median)
    var sums = MomentSums(scale: scale)
    var points = ([support.lower, support.upper] + quantiles).map { ($0 - median) / scale }
    let logScale = logarithm(scale)

    for (end, near, tail, sign) in [
      (support.lower, quantiles[middle - 1], tails.lower, 1.0),
      (support.upper, quantiles[middle + 1], tails.upper, -1.0),
    ] {
      guard case .powerLaw(let exponent) = tail, exponent < 0, end.isFinite else { continue }
      // The distance of the regular part, and the least one that 31 digits, or doubles, tell from 0.
      let start = logarithm(abs(near - end))
      let reach = end == 0 ? -690 : logarithm(abs(end)) - 62
      let last = max(reach, start - 80 / (exponent + 1))
      guard last < start else { return nil }
      let distance = (end - median) / scale
      let nearest = (near - median) / scale
      points = points.filter { sign > 0 ? $0 >= nearest : $0 <= nearest }
      try sums.add(from: last, to: start, breakpoints: []) { y in
        let d = exponential(y)
        return (
          distance + sign * d / scale, logDensity(DoubleDouble(end) + DoubleDouble(sign * d)), y
        )
      }
      let logEdge = logDensity(DoubleDouble(end) + DoubleDouble(sign * exponential(last)))
      let mass = exponential(logEdge + last) / (exponent + 1)
      sums.add(mass: mass, at: distance, meanLogDensity: logEdge - exponent / (exponent + 1))
    }
    for (end, near, tail, sign) in [
      (support.lower, quantiles[middle - 1], tails.lower, -1.0),
      (support.upper, quantiles[middle + 1], tails.upper, 1.0),
    ] {
      guard end.isInfinite, tail.isHeavy else { continue }
      let nearest = (near - median) / scale
      points = points.filter { sign < 0 ? $0 >= nearest : $0 <= nearest }
      func logDensityAt(_ y: Double) -> Double {
        logDensity(origin + DoubleDouble(sign * scale * exponential(y)))
      }
      // As far as the second moment has anything, or as doubles reach.
      let start = logarithm(abs(nearest))
      let reach = min(300, 690 - max(0, logScale))
      var last = start + 1
      while last < reach, logDensityAt(last) + logScale + 3 * last > -100 { last += 1 }
      try sums.add(
        from: start, to: last, breakpoints: stride(from: start, to: last, by: 8) + [last]
      ) { y in
        (sign * exponential(y), logDensityAt(y), y + logScale)
      }
      guard case .powerLaw(let exponent) = tail else { continue }
      let logEdge = logDensityAt(last)
      sums.add(
        mass: exponential(logEdge + last + logScale) / (exponent - 1),
        from: sign * exponential(last),
        exponent: exponent, meanLogDensity: logEdge - exponent / (exponent - 1))
    }
    points = Set(points).union([0]).sorted()
    guard let first = points.first, let last = points.last else { return nil }
    try sums.add(from: first, to: last, breakpoints: points) { s in
      (s, logDensity(origin + DoubleDouble(scale * s)), logScale)
    }
    guard abs(sums.mass - 1) < 1e-9 else { return nil }
    return Moments(sums)
  }

  private init(_ sums: MomentSums) {
    let mean = sums.first / sums.mass
    offset = sums.scale * mean
    variance = sums.scale * sums.scale * (sums.second / sums.mass - mean * mean)
    entropy = -sums.logDensity / sums.mass
  }
}

/// ∫ p, ∫ s p, ∫ s² p and ∫ p log p over the parts of a density, s = (z − median)/scale.
private struct MomentSums {
  let scale: Double
  var mass = 0.0
  var first = 0.0
  var second = 0.0
  var logDensity = 0.0

  init(scale: Double) { self.scale = scale }

  /// Adds a part, given s, log p and log dz/du at u.
  mutating func add(
    from a: Double, to b: Double, breakpoints: [Double],
    of point: @escaping (Double) -> (s: Double, logDensity: Double, logJacobian: Double)
  ) throws(QuadratureError) {
    var workspace = try Workspace()
    func integral(
      of value: @escaping (_ s: Double, _ logDensity: Double) -> Double
    ) throws(QuadratureError) -> Double {
      let inner = breakpoints.filter { a <= $0 && $0 <= b && $0.isFinite }
      return try workspace.integrate(
        from: a, to: b, breakpoints: inner, tolerance: Tolerance(relative: 1e-13, absolute: 1e-15)
      ) { u in
        let point = point(u)
        let weight = exponential(point.logDensity + point.logJacobian)
        // 0 · ∞ where a heavy tail is mapped to a finite interval.
        return weight == 0 ? 0 : weight * value(point.s, point.logDensity)
      }.value
    }
    mass += try integral { _, _ in 1 }
    first += try integral { s, _ in s }
    second += try integral { s, _ in s * s }
    logDensity += try integral { _, log in log }
  }

  /// Adds the mass of a power law s^−k beyond a point.
  mutating func add(mass: Double, from s: Double, exponent k: Double, meanLogDensity: Double) {
    guard mass > 0 else { return }
    self.mass += mass
    if k > 2 { first += mass * s * (k - 1) / (k - 2) }
    if k > 3 { second += mass * s * s * (k - 1) / (k - 3) }
    logDensity += mass * meanLogDensity
  }

  /// Adds a mass at a point.
  mutating func add(mass: Double, at s: Double, meanLogDensity: Double) {
    guard mass > 0 else { return }
    self.mass += mass
    first += mass * s
    second += mass * s * s
    logDensity += mass * meanLogDensity
  }
}
