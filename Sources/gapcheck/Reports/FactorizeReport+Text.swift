// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

extension FactorizeReport {
  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    let values = style.table(
      header: ["", "q", "p", "KL(q‖p)"],
      pairRows.map { [$0.part, $0.q, $0.p, cell($0.divergence, style)] })
    let sides = style.table([
      ["sum of the KLs", cell(divergence.sum, style)],
      ["KL of the joint distributions", cell(divergence.joint, style)],
    ])
    var lines = values + [""] + sides + style.paragraph(method, after: "  ", indent: 2)
    if let correlation = divergence.correlation {
      let places = correlation.dimensions.map { "\($0 + 1)" }.joined(separator: " and ")
      lines.append("  correlation \(correlation.coefficient) of q between dimensions \(places)")
    }
    return lines + [""] + verdict(style)
  }

  private func cell(_ divergence: Quantity, _ style: TextStyle) -> String {
    switch divergence {
    case .finite(let estimate): style.estimate(estimate)
    case .infinite(let sign, let reason): "\(sign == .plus ? "+" : "−")∞: \(reason)"
    case .undefined(let reason): "undefined: \(reason)"
    }
  }

  private var method: String {
    switch divergence.method {
    case .supports: "no integral: the supports decide"
    case .product, .nested:
      "\(divergence.method.name), \(divergence.evaluations) evaluations"
    case .vegas:
      "\(divergence.method.name), \(divergence.evaluations) evaluations; "
        + "± is three standard errors"
    }
  }

  private func verdict(_ style: TextStyle) -> [String] {
    let text =
      switch divergence.finding {
      case .equal(let difference):
        "the two sides agree: \(compared(difference))"
      case .bothInfinite(let reason): "both sides are +∞: \(reason)"
      case .differsByMutualInformation(let difference, let information):
        "the two sides differ by \(style.estimate(difference)): q is not the product of its "
          + "marginals, and −½ log(1 − ρ²) = \(information) is their mutual information"
      case .undecided(let difference):
        "whether the two sides agree: \(compared(difference))"
      case .differs(let difference):
        "the two sides differ by \(style.estimate(difference)), more than their bounds allow"
          + (divergence.method == .vegas ? "; try more --calls" : "")
      }
    return style.verdict(divergence.equality, text)
  }

  private func compared(_ difference: Estimate) -> String {
    "they \(NumberText.difference(of: difference.value, allowed: difference.error))"
  }
}
