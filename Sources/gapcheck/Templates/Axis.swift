// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation

/// The values of one parameter of a sweep: `VALUE`, `V1,V2,…`, or `START..STOP:COUNT`, which is
/// spaced logarithmically or linearly and hits both ends exactly.
struct Axis: Sendable, Hashable {
  private enum Values: Sendable, Hashable {
    case list([Double])
    case linear(from: Double, to: Double, count: Int)
    case logarithmic(from: Double, to: Double, count: Int)
  }

  private let values: Values

  /// How many values there are.
  var count: Int {
    switch values {
    case .list(let list): list.count
    case .linear(_, _, let count), .logarithmic(_, _, let count): count
    }
  }

  /// Whether equal ratios are equal distances. A list of positive values says nothing else.
  var isLogarithmic: Bool {
    switch values {
    case .list(let list): list.allSatisfy { $0 > 0 }
    case .linear: false
    case .logarithmic: true
    }
  }

  /// The value at an index from 0 to count − 1.
  subscript(index: Int) -> Double {
    switch values {
    case .list(let list):
      return list.indices.contains(index) ? list[index] : .nan
    case .linear(let start, let stop, let count):
      if index == 0 { return start }
      if index == count - 1 { return stop }
      let share = Double(index) / Double(count - 1)
      // Both ends weighted: their difference may overflow.
      return clamped(start * (1 - share) + stop * share, start, stop)
    case .logarithmic(let start, let stop, let count):
      if index == 0 { return start }
      if index == count - 1 { return stop }
      let share = Double(index) / Double(count - 1)
      // Decades come out as decades, unless the quotient of the ends is no double.
      let ratio = stop / start
      let value =
        ratio.isNormal
        ? start * pow(ratio, share) : exp(log(start) * (1 - share) + log(stop) * share)
      return clamped(value, start, stop)
    }
  }

  /// The places in a list, from 0.
  init(places count: Int) { values = .list((0..<count).map(Double.init)) }

  /// Rounding does not leave the axis.
  private func clamped(_ value: Double, _ start: Double, _ stop: Double) -> Double {
    max(min(start, stop), min(max(start, stop), value))
  }

  /// Reads an axis.
  ///
  /// - Parameters:
  ///   - text: what stands on the command line.
  ///   - name: the option, for messages.
  ///   - isPositive: whether the parameter is a rate: positive, and spaced logarithmically unless
  ///     `:linear` is appended.
  init(_ text: String, name: String, isPositive: Bool) throws {
    let problem = ValidationError(
      "\(name) must be VALUE, V1,V2,... or START..STOP:COUNT[:log|:linear], got \(text)")
    func number(_ part: Substring) throws -> Double {
      // A part of what is no axis says nothing.
      guard part.count == text.count || !(part.contains("(") || part.contains("..")) else {
        throw problem
      }
      return isPositive
        ? try NumberArgument.positive(String(part), name)
        : try NumberArgument.finite(String(part), name)
    }
    // 1...5:10 could be 1 to 5, or 1 to 0.5.
    guard !text.contains("...") else { throw problem }
    guard let dots = text.range(of: "..") else {
      guard !text.contains(":") else { throw problem }
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      values = .list(try parts.map(number))
      return
    }
    let start = try number(text[..<dots.lowerBound])
    let rest = text[dots.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(rest.count) else { throw problem }
    let stop = try number(rest[0])
    guard let count = Int(rest[1]), count >= 2 else {
      throw ValidationError("the count of \(name) must be a whole number from 2, got \(rest[1])")
    }
    let spacing = rest.count == 3 ? String(rest[2]) : isPositive ? "log" : "linear"
    switch spacing {
    case "linear":
      values = .linear(from: start, to: stop, count: count)
    case "log":
      guard start > 0, stop > 0 else {
        throw ValidationError(
          "the ends of \(name) must be positive for a logarithmic axis, got \(start) and \(stop)")
      }
      values = .logarithmic(from: start, to: stop, count: count)
    default:
      throw ValidationError("the spacing of \(name) must be log or linear, got \(spacing)")
    }
  }
}
