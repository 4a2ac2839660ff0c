// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// The formulas that it is made of directly.
  package var parts: [Formula] {
    var parts: [Formula] = []
    forEachPart { parts.append($0) }
    return parts
  }

  /// How many formulas it is made of, itself among them, as often as they occur; no more than this are counted.
  func partCount(upTo most: Int) -> Int {
    var count = 0
    countParts(&count, most)
    return count
  }

  private func countParts(_ count: inout Int, _ most: Int) {
    guard count < most else { return }
    count += 1
    forEachPart { $0.countParts(&count, most) }
  }

  /// Whether the formula, or one that it is made of, is of a kind.
  package func contains(_ isOfKind: (Formula) -> Bool) -> Bool {
    if isOfKind(self) { return true }
    var isContained = false
    forEachPart { isContained = isContained || $0.contains(isOfKind) }
    return isContained
  }

  /// Each of ``parts``, without a list of them.
  func forEachPart(_ body: (Formula) -> Void) {
    switch self {
    case .constant, .parameter, .latent: break
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
      .quotient(let a, let b), .power(let a, let b), .restricted(let a, let b):
      body(a)
      body(b)
    case .choice(let a, let b, let condition):
      body(a)
      body(b)
      body(condition)
    case .negative(let a), .function(_, let a): body(a)
    case .logSumExp(let parts): parts.forEach(body)
    }
  }

  /// a and b where the formula is a·z + b, as far as that is seen without multiplying out.
  var linearForm: (slope: DoubleDouble, constant: DoubleDouble)? {
    switch self {
    case .constant(let value): return (DoubleDouble(0), value)
    case .latent: return (DoubleDouble(1), DoubleDouble(0))
    case .sum(let a, let b):
      guard let a = a.linearForm, let b = b.linearForm else { return nil }
      return (a.slope + b.slope, a.constant + b.constant)
    case .difference(let a, let b):
      guard let a = a.linearForm, let b = b.linearForm else { return nil }
      return (a.slope - b.slope, a.constant - b.constant)
    case .negative(let a):
      guard let a = a.linearForm else { return nil }
      return (-a.slope, -a.constant)
    case .product(.constant(let factor), let a), .product(let a, .constant(let factor)):
      guard let a = a.linearForm else { return nil }
      return (a.slope * factor, a.constant * factor)
    case .quotient(let a, .constant(let divisor)):
      guard let a = a.linearForm else { return nil }
      return (a.slope / divisor, a.constant / divisor)
    default: return nil
    }
  }

  /// Whether the formula is a parameter.
  var isParameter: Bool { if case .parameter = self { true } else { false } }

  /// Whether a parameter occurs.
  var hasParameter: Bool { contains(\.isParameter) }

  /// Whether the formula is cut off somewhere: it may jump.
  public var isRestricted: Bool {
    contains { part in
      switch part {
      case .restricted, .choice: true
      default: false
      }
    }
  }

  /// Whether the formula may jump from one number to another: derivatives know nothing of that.
  public var mayJump: Bool { contains { if case .choice = $0 { true } else { false } } }

  /// Whether a condition is one on a part of a mixture, so that the formula may jump to another value than −∞.
  public var isRestrictedInside: Bool {
    contains { part in
      if case .logSumExp(let parts) = part { parts.contains(where: \.isRestricted) } else { false }
    }
  }

  /// Whether the values over an interval are bounded, and those of every part of a mixture too: beside another part an
  /// infinite one is not seen in the sum.
  public func isBounded(over cell: Enclosure) -> Bool {
    let range = enclosure(over: cell)
    return (range.isEmpty || (range.lower.isFinite && range.upper.isFinite))
      && hasBoundedMixtures(over: cell)
  }

  private func hasBoundedMixtures(over cell: Enclosure) -> Bool {
    if case .logSumExp(let parts) = self { return parts.allSatisfy { $0.isBounded(over: cell) } }
    return parts.allSatisfy { $0.hasBoundedMixtures(over: cell) }
  }

  /// Whether the formula may have a kink or a jump, of which its derivatives know nothing.
  public var hasKink: Bool {
    contains {
      switch $0 {
      case .function(.magnitude, _), .function(.sign, _), .function(.custom, _),
        .function(.absoluteSum, _), .restricted, .choice:
        true
      default: false
      }
    }
  }

  /// Whether a parameter decides where the formula is cut off.
  public var isCutOffByParameter: Bool {
    contains {
      switch $0 {
      case .restricted(_, let condition), .choice(_, _, let condition): condition.hasParameter
      default: false
      }
    }
  }

  /// The formula without the conditions on the terms of a sum, each with any factor, that do not hold all over an interval, and
  /// these conditions: a term −∞ times a negative number is no longer +∞ outside of them.
  package func liftingConditions(
    on interval: Interval
  ) -> (formula: Formula, conditions: [Formula]) {
    let cell = Enclosure(from: interval.lower, to: interval.upper)
    var conditions: [Formula] = []
    func lifted(_ part: Formula) -> Formula {
      switch part {
      case .restricted(let a, let condition):
        if condition.enclosure(over: cell).lower >= 0 {
          return .restricted(lifted(a), positive: condition)
        }
        if !conditions.contains(condition) { conditions.append(condition) }
        return lifted(a)
      case .sum, .difference, .negative, .product(.constant, _), .product(_, .constant),
        .quotient(_, .constant):
        return part.mappingParts(lifted)
      default: return part
      }
    }
    return (lifted(self), conditions)
  }
}
