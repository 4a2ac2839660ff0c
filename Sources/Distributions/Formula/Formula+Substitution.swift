// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

extension Formula {
  /// The formula with z replaced by another formula.
  ///
  /// With z = 1 − t, log(1 − z) becomes log t: near an end of a support, the distance to the end keeps
  /// the digits that z has lost.
  public func substituting(_ inner: Formula) -> Formula {
    replacing(latent: inner) { .parameter($0) }
  }

  /// The formula in t, z = origin + direction·t, for some t > 0.
  ///
  /// Where an argument of an absolute value, a logarithm and the like vanishes at the origin, it is
  /// written as its distance from 0, in which nothing cancels.
  ///
  /// - Parameters:
  ///   - origin: the point that t counts from.
  ///   - direction: 1 or −1.
  ///   - vanishing: arguments that are 0 at the origin.
  ///   - domain: the t that it is for.
  public func centred(
    at origin: DoubleDouble, direction: Double, vanishing: [Formula] = [],
    over domain: Enclosure = Enclosure(from: 0, to: .infinity)
  ) -> Formula {
    var distances: [Formula: Formula] = [:]
    for argument in vanishing {
      distances[argument] = argument.centredDifference(at: origin, direction: direction)
    }
    let step: Formula = direction < 0 ? -.latent : .latent
    return replacing(latent: .constant(origin) + step, parts: distances) { .parameter($0) }
      .decided(over: domain)
  }

  /// The formula with each parameter replaced by a number; one that is not given becomes NaN.
  public func setting(_ parameters: [Double]) -> Formula {
    replacing(latent: .latent) {
      .number(parameters.indices.contains($0) ? parameters[$0] : .nan)
    }
  }

  /// The formula with the parameters from one on replaced by numbers; those before it stay.
  package func settingParameters(from first: Int, to values: [Double]) -> Formula {
    replacing(latent: .latent) { index in
      values.indices.contains(index - first) ? .number(values[index - first]) : .parameter(index)
    }
  }

  /// The formula built anew on other leaves, and with some of its parts replaced.
  func replacing(
    latent: Formula, parts: [Formula: Formula] = [:], parameter: (Int) -> Formula
  ) -> Formula {
    if !parts.isEmpty {
      if let part = parts[self] { return part }
      if case .function(.logOnePlus, let a) = self, let part = parts[1 + a] {
        return part.applying(.log)
      }
    }
    return switch self {
    case .latent: latent
    case .parameter(let index): parameter(index)
    default: rebuilt { $0.replacing(latent: latent, parts: parts, parameter: parameter) }
    }
  }

  /// The formula for z in an interval only: conditions that hold all over it are left out, and absolute
  /// values of what has one sign there are written without, and parts of a mixture that are 0 all over it too.
  public func decided(over domain: Enclosure) -> Formula {
    guard !TimeLimit.isOver else { return self }
    switch self {
    case .restricted(let a, let condition) where condition.enclosure(over: domain).lower >= 0:
      return a.decided(over: domain)
    case .choice(let a, let b, let condition):
      let range = condition.enclosure(over: domain)
      if !range.isEmpty, range.lower >= 0 { return a.decided(over: domain) }
      if !range.isEmpty, range.upper <= 0 { return b.decided(over: domain) }
      return rebuilt { $0.decided(over: domain) }
    case .function(.magnitude, let a):
      let a = a.decided(over: domain)
      let range = a.enclosure(over: domain)
      return range.lower >= 0 ? a : range.upper <= 0 ? -a : a.applying(.magnitude)
    case .function(.absoluteSum(let sum), let a):
      let a = a.decided(over: domain)
      guard let line = sum.line(over: a.enclosure(over: domain)) else {
        return a.applying(.absoluteSum(sum))
      }
      return line.substituting(a)
    case .logSumExp(let parts):
      let possible = parts.filter { !$0.isZeroDensity(over: domain) }
      return .mixture(possible.map { $0.decided(over: domain) })
    default: return rebuilt { $0.decided(over: domain) }
    }
  }

  /// The formula built anew from its parts; a leaf as it is.
  func rebuilt(_ new: (Formula) -> Formula) -> Formula {
    switch self {
    case .constant, .parameter, .latent: self
    case .sum(let a, let b): new(a) + new(b)
    case .difference(.function(.polygamma(order: 0), let a), .function(.polygamma(order: 0), let b)):
      .digammaDifference(new(a), new(b))
    case .difference(let a, let b): new(a) - new(b)
    case .product(let a, let b): new(a) * new(b)
    case .quotient(let a, let b): new(a) / new(b)
    case .power(let a, let b): new(a).raised(to: new(b))
    case .negative(let a): -new(a)
    case .function(let function, let a): new(a).applying(function)
    case .restricted(let a, let condition): new(a).restricted(toPositive: new(condition))
    case .choice(let a, let b, let condition):
      .choosing(new(a), else: new(b), ifPositive: new(condition))
    case .logSumExp(let parts): .logSumExp(parts.map(new))
    }
  }

  /// ψ(a) − ψ(b), of numbers in one.
  private static func digammaDifference(_ a: Formula, _ b: Formula) -> Formula {
    if let a = a.constantValue, let b = b.constantValue {
      return .constant(.digammaDifference(a, b))
    }
    return a.applying(.polygamma(order: 0)) - b.applying(.polygamma(order: 0))
  }

  /// The same formula of other parts, in which nothing is folded.
  package func mappingParts(_ new: (Formula) -> Formula) -> Formula {
    switch self {
    case .constant, .parameter, .latent: self
    case .sum(let a, let b): .sum(new(a), new(b))
    case .difference(let a, let b): .difference(new(a), new(b))
    case .product(let a, let b): .product(new(a), new(b))
    case .quotient(let a, let b): .quotient(new(a), new(b))
    case .power(let a, let b): .power(new(a), new(b))
    case .negative(let a): .negative(new(a))
    case .function(let function, let a): .function(function, new(a))
    case .restricted(let a, let condition): .restricted(new(a), positive: new(condition))
    case .choice(let a, let b, let condition): .choice(new(a), new(b), positive: new(condition))
    case .logSumExp(let parts): .logSumExp(parts.map(new))
    }
  }
}
