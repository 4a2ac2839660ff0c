// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import VariationalGap

extension TextStyle {
  /// A value and its error apart; what is infinite has no error, and what is missing is empty.
  private func parts(_ estimate: Estimate) -> (value: String, error: String) {
    let rounded = estimate.rounded
    if estimate.value.isNaN { return ("", "") }
    let isFull = digits == .full && estimate.isFinite
    return (
      isFull ? "\(estimate.value)" : rounded.value,
      isFull ? Estimate(0, error: estimate.error).rounded.error : rounded.error
    )
  }

  /// "value ± error".
  func estimate(_ estimate: Estimate) -> String {
    let (value, error) = parts(estimate)
    return error.isEmpty ? value : "\(value) ± \(error)"
  }

  /// The same of what may be infinite, or none.
  func quantity(_ value: Quantity) -> String {
    switch value {
    case .finite(let value): estimate(value)
    case .infinite(let sign, _): sign == .plus ? "+∞" : "−∞"
    case .undefined: "none"
    }
  }

  /// The lower end of a bound, rounded downwards.
  func lowerBound(of estimate: Estimate) -> String {
    digits == .full ? "\(estimate.lowerBound)" : estimate.rounded.lowerBound
  }

  /// A number that nothing is promised of: six digits of it.
  func unbounded(_ value: Double) -> String {
    digits == .full ? "\(value)" : String(format: "%.6g", value)
  }

  /// Named estimates, one a line, their digits under each other.
  func estimates(_ rows: [(String, Estimate)]) -> [String] {
    let cells = rows.map { parts($0.1) }
    let isSigned = cells.map { !($0.value.first?.isNumber ?? true) }
    let hasSign = isSigned.contains(true)
    return table(
      rows.indices.map { index in
        let (value, error) = cells[index]
        return [
          rows[index].0, (hasSign && !isSigned[index] ? " " : "") + value,
          error.isEmpty ? "" : "± \(error)",
        ]
      })
  }

  /// The audits of densities.
  func audits(_ audits: [(name: String, audit: MassAudit?)]) -> [String] {
    audits.flatMap { name, audit in
      audit.map { verdict($0.verdict, "\(name) integrates to 1: \(estimate($0.mass))") } ?? []
    }
  }
}
