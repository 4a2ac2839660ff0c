// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The integral of a formula, with a bound on its error.
///
/// A formula says where its mass is, where it jumps and how it falls off: nothing is sampled that a peak, however narrow,
/// could be missed by, and what is infinite is so by theorem.
public struct FormulaIntegral: Sendable, Hashable {
  /// ∫ f; infinite where f has one sign and its integral grows without bound, undefined where ∫ |f| does and f has both.
  public let value: Quantity
  /// What the bound rests on.
  public let errorKind: ErrorKind
  /// How often the formula was evaluated.
  public let evaluations: Int
}

/// The integral of a formula over an interval, whose ends may be infinite.
///
/// ```swift
/// let z = Formula.latent
/// try integral(of: .exp(-z * z) / (1 + z * z), over: .real).value
/// ```
///
/// - Parameters:
///   - formula: f in z, defined within the interval; it may be unbounded at either end, and have roots and kinks inside.
///   - interval: where z goes.
/// - Throws: ``InferenceError`` where the integral is too large for a double, or f has no value.
public func integral(
  of formula: Formula, over interval: Interval
) throws(InferenceError) -> FormulaIntegral {
  try Workspace.lent { workspace throws(InferenceError) in
    try integral(of: formula, over: interval, workspace: &workspace)
  }
}

/// ``integral(of:over:)``, in memory that is lent to it.
///
/// - Parameters:
///   - formula: f in z, defined within the interval.
///   - interval: where z goes.
///   - workspace: the memory that the integrators work in.
/// - Throws: ``InferenceError`` where the integral is too large for a double, or f has no value.
public func integral(
  of formula: Formula, over interval: Interval, workspace: inout Workspace
) throws(InferenceError) -> FormulaIntegral {
  if formula.constantValue?.head == 0 {
    return FormulaIntegral(
      value: .finite(Estimate(0, error: 0)), errorKind: .proven, evaluations: 0)
  }
  let quantity = "∫ f(z) dz"
  let all = Enclosure(from: interval.lower, to: interval.upper)
  let range = formula.enclosure(over: all)
  let sign: FloatingPointSign? =
    range.isEmpty ? nil : range.lower >= 0 ? .plus : range.upper <= 0 ? .minus : nil
  // Where f has both signs it is averaged: over the interval, or over |f|.
  let isAveraged =
    sign == nil && interval.lower.isFinite && interval.upper.isFinite
    && formula.isBounded(over: all)
  let weight = isAveraged ? formula : sign == nil ? formula.applying(.sign) : nil
  do throws(InferenceError) {
    let found = try Expectation(
      of: isAveraged ? 0 : formula.logMagnitude(over: all), weight: weight, on: interval,
      quantity: quantity,
      workspace: &workspace)
    let size = exponential(found.peak) * (sign == .minus ? -1 : 1)
    let value = size * found.value.value
    guard value.isFinite else { throw .overflow(quantity: quantity) }
    return FormulaIntegral(
      value: .finite(
        Estimate(value, error: abs(size) * found.value.error + 4 * value.ulp)),
      errorKind: found.errorKind, evaluations: found.evaluations)
  } catch .infinite(_, let reason) {
    let value: Quantity =
      sign.map { .infinite($0, reason: reason) }
      ?? .undefined(reason: "∫ |f(z)| dz is infinite: \(reason)")
    return FormulaIntegral(value: value, errorKind: .proven, evaluations: 0)
  }
}

extension Formula {
  /// log|f|, where sums of what is not negative stay sums of exponentials, of which the largest leads far out.
  fileprivate func logMagnitude(over domain: Enclosure) -> Formula {
    var addends: [Formula] = []
    func collect(_ part: Formula) {
      if case .sum(let a, let b) = part {
        collect(a)
        collect(b)
      } else {
        addends.append(part)
      }
    }
    collect(self)
    guard addends.count > 1, addends.allSatisfy({ $0.enclosure(over: domain).lower >= 0 }) else {
      return logMagnitude
    }
    return .logSumExp(addends.map(\.logMagnitude))
  }
}
