// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `gradient` shows of a model and a q.
struct GradientReport {
  let model: Model
  let member: FamilyMember
  let comparison: GradientComparison
  /// The seconds that were not enough for all variances; `nil` where they were.
  let timeLimit: Double?

  /// The numbers that could not be had in time, and why.
  var missing: [(name: String, reason: String)] {
    timeLimit.map { [("the variances", "\(InferenceError.timeLimit(seconds: $0))")] } ?? []
  }

  var isComplete: Bool { missing.isEmpty }

  func write(as output: FormatOptions) throws {
    try output.format.write(
      comparison.methods, fields, text: text(output.style).joined(separator: "\n"))
  }

  /// The columns: missing where a method has no estimate of its own.
  private var fields: [Field<GradientComparison.Method>] {
    let gradient = comparison.parameters.enumerated().flatMap { index, parameter in
      Field<GradientComparison.Method>.pair("elbo_gradient_\(parameter.name)") { method in
        method.components.dropFirst(index).first ?? nil
      }
    }
    let variances = comparison.parameters.enumerated().flatMap { index, parameter in
      GradientComparison.Estimator.allCases.flatMap { estimator in
        Field<GradientComparison.Method>.pair("variance_\(estimator.rawValue)_\(parameter.name)") {
          GradientReport.variance(of: estimator, index, by: $0)?.shown
        }
      }
    }
    let fields = [Field("method") { .text($0.name) }] + Field.pair("elbo") { $0.elbo } + gradient
    return hasVariances
      ? fields + Field.pair("variance_elbo") { $0.variances?.elbo?.shown } + variances : fields
  }

  /// Whether the exact variances were asked for.
  private var hasVariances: Bool { exact?.variances != nil }

  private var exact: GradientComparison.Method? {
    comparison.methods.first { $0.name == "quadrature" }
  }

  private static func variance(
    of estimator: GradientComparison.Estimator, _ index: Int, by method: GradientComparison.Method
  ) -> Quantity? {
    guard let estimators = method.variances?.estimators, estimators.indices.contains(index) else {
      return nil
    }
    return estimators[index]?[estimator]
  }

  /// The variances, exact ones beside those from draws.
  private func varianceLines(_ style: TextStyle) -> [String] {
    guard let exact, exact.variances != nil else { return [] }
    func sampled(_ find: (GradientComparison.Method) -> Quantity?) -> String {
      let found = comparison.methods.filter { $0.name != exact.name }.compactMap(find).first
      return found.map { $0.estimate.map { style.unbounded($0.value) } ?? "+∞" } ?? ""
    }
    var rows: [[String]] = []
    if let elbo = exact.variances?.elbo {
      rows.append(["ELBO", style.quantity(elbo), sampled { $0.variances?.elbo }])
    }
    var reasons: [String] = []
    for (index, parameter) in comparison.parameters.enumerated() {
      for estimator in GradientComparison.Estimator.allCases {
        guard let value = GradientReport.variance(of: estimator, index, by: exact) else { continue }
        rows.append([
          "∂ELBO/∂\(parameter.symbol), \(estimator.title)", style.quantity(value),
          sampled { GradientReport.variance(of: estimator, index, by: $0) },
        ])
        if let reason = value.reason, !reasons.contains(reason) { reasons.append(reason) }
      }
    }
    return [""] + style.table(header: ["variance of one draw", "exact", "from the draws"], rows)
      + (reasons.isEmpty ? [] : [""] + reasons.flatMap { style.paragraph($0, indent: 2) })
  }

  private func text(_ style: TextStyle) -> [String] {
    let header = ["", "ELBO"] + comparison.parameters.map { "∂ELBO/∂\($0.symbol)" }
    let rows = comparison.methods.map { method in
      [method.name]
        + ([method.elbo] + method.components).map { $0.map(style.estimate) ?? "" }
    }
    let isExercise = model.exercise != nil && member.distribution is Exponential
    let formulas = isExercise ? [SheetProblem.elbo.answer, SheetProblem.gradient.answer] : []
    var lines = style.heading("\(model)", "q = \(member)")
    lines += formulas.flatMap { style.paragraph($0, indent: 2) } + (isExercise ? [""] : [])
    lines += style.table(header: header, rows) + [""]
    return lines + style.verdict(comparison.verdict, verdict) + varianceLines(style)
  }

  private var verdict: String {
    switch comparison.verdict {
    case .yes:
      "every pair agrees within the sum of its errors (Monte Carlo: four standard errors)"
    case .no:
      "these pairs differ by more than the sum of their errors: "
        + comparison.disagreements.map { "\($0.quantity): \($0.first), \($0.second)" }
        .joined(separator: "; ")
    case .cannotTell(let reason): "whether every pair agrees: \(reason)"
    }
  }
}

extension GradientComparison.Estimator {
  /// What the text calls it.
  fileprivate var title: String {
    switch self {
    case .score: "score function"
    case .scoreWithBaseline: "score, best baseline"
    case .pathwise: "pathwise"
    case .stickingTheLanding: "sticking the landing"
    }
  }
}
