// SPDX-License-Identifier: GPL-3.0-or-later

/// A change of variable z(u) that maps an interval with an infinite end to a finite one.
enum Substitution: Sendable, Hashable {
  /// z(u) and |dz/du|, also as two factors: the derivative may overflow where the integrand times it does not.
  struct Image {
    var z: Double
    let derivative: Double
    let factors: (Double, Double)

    init(_ z: Double, derivative: Double, factors: (Double, Double)) {
      self.z = z
      self.derivative = derivative
      self.factors = factors
    }

    /// The integrand's value times the derivative.
    func product(_ value: Double) -> Double {
      let product = value * derivative
      return product.isFinite ? product : value * factors.0 * factors.1
    }
  }

  /// z = a + (1 − u)/u on (a, ∞), u in (0, 1].
  case upperTail(from: Double)

  /// z = b − (1 − u)/u on (−∞, b), u in (0, 1].
  case lowerTail(to: Double)

  /// z = (1 − u)/u on (0, ∞), folded with −z on (−∞, 0); u in (0, 1].
  case bothTails

  /// z = centre + reach/u beyond centre + reach, up where reach > 0, else down; u in (0, 1]. A power of z stays one of u.
  case distantTail(centre: Double, reach: Double)

  /// An inner part that holds the breakpoints, and tails beyond it.
  case anchored(AnchoredSubstitution)

  /// The substitution for the ascending interval (a, b), at least one end infinite.
  init(from a: Double, to b: Double, breakpoints: [Double]) {
    if let first = breakpoints.first, let last = breakpoints.last {
      self = .anchored(
        AnchoredSubstitution(
          lower: a.isFinite ? a : first, upper: b.isFinite ? b : last,
          hasLowerTail: !a.isFinite, hasUpperTail: !b.isFinite))
    } else if a.isFinite {
      self = .upperTail(from: a)
    } else if b.isFinite {
      self = .lowerTail(to: b)
    } else {
      self = .bothTails
    }
  }

  /// The interval of u.
  var range: (from: Double, to: Double) {
    switch self {
    case .upperTail, .lowerTail, .bothTails, .distantTail: (0, 1)
    case .anchored(let map): map.range
    }
  }

  /// z(u) and |dz/du|.
  ///
  /// The routines that sample the ends (CQUAD, Romberg) also ask for the u of an infinite end; they
  /// get the limit of the integrand, taken a step of ε before it.
  func callAsFunction(_ u: Double) -> Image {
    switch self {
    case .upperTail(let a): Substitution.tail(u, from: a, length: 1)
    case .lowerTail(let b): Substitution.tail(u, from: b, length: -1)
    case .bothTails: Substitution.tail(u, from: 0, length: 1)
    case .distantTail(let centre, let reach):
      Image(
        centre + reach / u, derivative: abs(reach) / (u * u), factors: (abs(reach) / u, 1 / u))
    case .anchored(let map): map(u)
    }
  }

  /// start + length·(1 − s)/s, and the magnitude of its derivative.
  static func tail(_ s: Double, from start: Double, length: Double) -> Image {
    let s = s == 0 ? .ulpOfOne : s
    return Image(
      start + length * ((1 - s) / s), derivative: abs(length) * (1 / (s * s)),
      factors: (abs(length) / s, 1 / s))
  }
}

/// Linear on the inner part [lower, upper], which becomes [0, n]; beyond, z = upper + h(1 − s)/s
/// with s falling from 1 to 0, likewise below.
///
/// h is the length of the inner part, rounded down to a power of two: the map rounds nothing that the
/// difference from `lower` does not, and a narrow structure far from 0 loses no digits to it.
struct AnchoredSubstitution: Sendable, Hashable {
  let lower: Double
  let upper: Double
  let hasLowerTail: Bool
  let hasUpperTail: Bool

  /// The length h; 1 where a single breakpoint says nothing about scale.
  private var scale: Double {
    let length = upper - lower
    return length > 0 && length.isFinite ? length.binade : 1
  }

  /// The length of the inner part in u.
  private var innerLength: Double { (upper - lower) / scale }

  var range: (from: Double, to: Double) {
    (hasLowerTail ? -1 : 0, innerLength + (hasUpperTail ? 1 : 0))
  }

  /// The ends of the inner part and the breakpoints, where they lie strictly inside the range.
  func breakpoints(_ points: [Double]) -> [Double] {
    let inner = [0, innerLength] + points.map { ($0 - lower) / scale }
    return Set(inner.filter { range.from < $0 && $0 < range.to }).sorted()
  }

  func callAsFunction(_ u: Double) -> Substitution.Image {
    if u < 0 { return Substitution.tail(1 + u, from: lower, length: -scale) }
    if u > innerLength {
      return Substitution.tail(1 - (u - innerLength), from: upper, length: scale)
    }
    return Substitution.Image(lower + scale * u, derivative: scale, factors: (scale, 1))
  }
}
