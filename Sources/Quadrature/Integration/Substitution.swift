// SPDX-License-Identifier: GPL-3.0-or-later

/// A change of variable z(u) that maps an interval with an infinite end to a finite one.
enum Substitution {
  /// z = a + (1 − u)/u on (a, ∞), u in (0, 1].
  case upperTail(from: Double)

  /// z = b − (1 − u)/u on (−∞, b), u in (0, 1].
  case lowerTail(to: Double)

  /// z = (1 − u)/u on (0, ∞), folded with −z on (−∞, 0); u in (0, 1].
  case bothTails

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
    case .upperTail, .lowerTail, .bothTails: (0, 1)
    case .anchored(let map): map.range
    }
  }

  /// z(u) and |dz/du|.
  ///
  /// The routines that sample the ends (CQUAD, Romberg) also ask for the u of an infinite end; they
  /// get the limit of the integrand, taken a step of ε before it.
  func callAsFunction(_ u: Double) -> (z: Double, derivative: Double) {
    switch self {
    case .upperTail(let a):
      let tail = Substitution.tail(u)
      return (a + tail.z, tail.derivative)
    case .lowerTail(let b):
      let tail = Substitution.tail(u)
      return (b - tail.z, tail.derivative)
    case .bothTails:
      return Substitution.tail(u)
    case .anchored(let map):
      return map(u)
    }
  }

  /// (1 − s)/s and the magnitude of its derivative.
  static func tail(_ s: Double) -> (z: Double, derivative: Double) {
    let s = s == 0 ? .ulpOfOne : s
    return ((1 - s) / s, 1 / (s * s))
  }
}

/// Linear on the inner part [lower, upper], which becomes [0, n]; beyond, z = upper + h(1 − s)/s
/// with s falling from 1 to 0, likewise below.
///
/// h is the length of the inner part, rounded down to a power of two: the map rounds nothing that the
/// difference from `lower` does not, and a narrow structure far from 0 loses no digits to it.
struct AnchoredSubstitution {
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

  func callAsFunction(_ u: Double) -> (z: Double, derivative: Double) {
    if u < 0 {
      let tail = Substitution.tail(1 + u)
      return (lower - scale * tail.z, scale * tail.derivative)
    }
    if u > innerLength {
      let tail = Substitution.tail(1 - (u - innerLength))
      return (upper + scale * tail.z, scale * tail.derivative)
    }
    return (lower + scale * u, scale)
  }
}
