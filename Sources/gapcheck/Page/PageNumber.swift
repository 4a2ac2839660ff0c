// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature

/// A number on the page: rounded to its bound, and with all digits beside that.
struct PageNumber {
  /// As in "−1.21897 ± 4·10⁻⁶"; in words where there is no number.
  let rounded: String
  /// All digits, as in every other format; in words where there is no number.
  let full: String

  init(_ estimate: Estimate) {
    guard !estimate.value.isNaN else {
      let none = "could not be had"
      (rounded, full) = (none, none)
      return
    }
    let text = estimate.rounded
    let error = PageNumber.written(text.error)
    rounded =
      error == "∞"
      ? "\(PageNumber.written(text.value)), of which nothing is known"
      : PageNumber.written(text.value) + (error.isEmpty ? "" : " ± \(error)")
    let digits = estimate.value.isFinite ? "\(estimate.value) ± \(estimate.error)" : rounded
    full = "all digits: \(digits)"
  }

  /// Four digits, enough beside a figure; in words where there is no number.
  static func short(_ value: Double) -> String {
    value.isNaN ? "not known" : value == .infinity ? "+∞" : PlotText.short(value)
  }

  /// A number of a program as people write it: 1.5·10⁻⁷ for 1.5e-7.
  static func written(_ text: String) -> String {
    let parts = text.split(separator: "e")
    var mantissa = String(parts.first ?? "").replacing("-", with: "−")
    if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
    guard parts.count == 2, let power = Int(parts[1]) else { return mantissa }
    return "\(mantissa)·10\(PlotText.superscript(power))"
  }
}
