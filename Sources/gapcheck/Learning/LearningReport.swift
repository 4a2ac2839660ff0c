// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `maximize` shows of any model: the largest Σ log p(x) and, with a q for each group, the largest Σ ELBO.
struct LearningReport {
  let options: LearningOptions
  let problem: LearningProblem
  /// The names of the groups.
  let names: [String]
  let likelihood: LearningResult
  /// `nil` where no q is asked for.
  let elbo: LearningResult?
  private let family: FreeMember?

  /// - Throws: `ValidationError`, `DataFileError`, `InferenceError`.
  init(_ options: LearningOptions) throws {
    self.options = options
    let (problem, names) = try options.problem()
    (self.problem, self.names) = (problem, names)
    let family = try options.family()
    self.family = family
    let likelihood = try problem.maximizeLikelihood()
    self.likelihood = likelihood
    elbo = try family.map { try problem.maximizeElbo(q: $0, from: likelihood) }
  }

  /// How the computation ended: as the worst of its parts.
  var status: Status {
    let results = [likelihood] + (elbo.map { [$0] } ?? [])
    if results.contains(where: { $0.outcome == .notConverged }) { return .notConverged }
    // That an objective has no maximum is seen in numbers, and not proven, where no supremum is known.
    return results.contains { $0.errorKind == .unverified || !$0.supremum.error.isFinite }
      ? .unverified : .ok
  }

  var exitStatus: Int32 { status == .ok ? 0 : 1 }

  /// max Σ log p(x) − max Σ ELBO.
  private var shortfall: Estimate? {
    guard let elbo, likelihood.supremum.value.isFinite, elbo.supremum.value.isFinite,
      likelihood.supremum.error.isFinite, elbo.supremum.error.isFinite
    else { return nil }
    let (a, b) = (likelihood.supremum, elbo.supremum)
    let difference = a.value - b.value
    return Estimate(difference, error: a.error + b.error + difference.ulp)
  }

  // MARK: Fields

  /// The columns. They may only grow.
  ///
  /// - Parameter areNested: whether there are arrays, as in JSON.
  func fields(areNested: Bool) -> [Field<LearningReport>] {
    typealias Column = Field<LearningReport>
    var fields: [Column] = [
      Column("data") { .text($0.options.data.data) },
      Column("prior") { .text($0.problem.prior.spec.text) },
      Column("likelihood") { report in
        .texts(report.problem.likelihoods.map { $0.isFormula ? nil : $0.spec.text })
      },
      Column("log_likelihood") { report in
        .texts(report.problem.likelihoods.map { $0.isFormula ? $0.spec.text : nil })
      },
      Column("x") { .texts($0.options.texts.observations) },
      Column("weight") { .text($0.options.data.weight) },
      Column("q") { .text($0.family?.spec.text) },
      Column("group_count") { .integer($0.problem.groupCount) },
      Column("rows") { .integer($0.problem.rowCount) },
    ]
    fields += result("log_evidence", prefix: "") { $0.likelihood }
    if elbo != nil {
      fields += result("elbo", prefix: "elbo_") { $0.elbo }
      fields += Column.pair("shortfall") { $0.shortfall }
      if areNested { fields.append(Column("groups") { .list($0.groups) }) }
    }
    fields += [
      Column("status") { .text($0.status.rawValue) },
      Column("error_kind") { report in
        .text(
          min(report.likelihood.errorKind, report.elbo?.errorKind ?? report.likelihood.errorKind)
            .name)
      },
      Column("evaluations") {
        .integer($0.likelihood.evaluations + ($0.elbo?.evaluations ?? 0))
      },
    ]
    return fields + Column.versions
  }

  /// The columns of one objective.
  private func result(
    _ name: String, prefix: String,
    _ result: @escaping @Sendable (LearningReport) -> LearningResult?
  ) -> [Field<LearningReport>] {
    let parameters = problem.parameters.enumerated().flatMap { index, parameter in
      Field<LearningReport>.pair("\(prefix)\(parameter.name)") {
        result($0)?.parameters[index]
      }
        + Field<LearningReport>.pair("\(prefix)gradient_\(parameter.name)") {
          result($0)?.gradient[index]
        }
    }
    return Field.pair(name) { result($0)?.supremum }
      + [
        Field("\(name)_attained") { .flag(result($0)?.isAttained) },
        Field("\(name)_outcome") { .text(result($0).map { LearningReport.name($0.outcome) }) },
        Field("\(name)_limit") { .text(result($0).flatMap(LearningReport.ways)) },
      ] + parameters
  }

  /// The q of each group, in JSON.
  private var groups: [FieldValue] {
    zip(names, elbo.map(problem.members) ?? []).map { name, member in
      .object([("group", .text(name)), ("q", .text("\(member)"))])
    }
  }

  private static func name(_ outcome: LearningResult.Outcome) -> String {
    switch outcome {
    case .attained: "attained"
    case .notUnique: "not_unique"
    case .notAttained: "not_attained"
    case .notConverged: "not_converged"
    }
  }

  /// As in "prior_alpha -> inf, prior_beta -> inf; the prior contracts to z = 3.0".
  private static func ways(_ result: LearningResult) -> String? {
    guard case .notAttained(let limit) = result.outcome else { return nil }
    return
      ([limit.ways.map { "\($0.parameter) -> \($0.end)" }.joined(separator: ", ")]
      + (limit.point.map { ["the prior contracts to z = \($0)"] } ?? [])).joined(separator: "; ")
  }

  // MARK: Text

  func text(_ style: TextStyle) -> [String] {
    let groups = problem.groupCount
    let terms = problem.likelihoods.enumerated().map { index, likelihood in
      let x = options.texts.observations.dropFirst(index).first
      return (likelihood.isFormula ? "log p(x | z) = " : "x | z ~ ") + likelihood.spec.text
        + (x.map { $0.count > 60 ? "" : ", x = \($0)" } ?? "")
    }
    let q = family.map { ["q ~ \($0.spec.text) for each group"] } ?? []
    let size =
      "\(groups) \(groups == 1 ? "group" : "groups") of \(problem.rowCount) "
      + (problem.rowCount == 1 ? "row" : "rows")
    var lines = style.heading(
      (["z ~ \(problem.prior.spec.text)"] + terms + q).joined(separator: ", "), size)
    lines += LearningReport.lines("Σ log p(x)", problem, likelihood, style)
    guard let elbo else { return lines }
    lines += [""] + LearningReport.lines("Σ ELBO", problem, elbo, style)
    guard let shortfall else { return lines }
    let distance =
      abs(shortfall.value) <= shortfall.error
      ? "is the largest Σ log p(x), within \(NumberText.short(shortfall.error))."
      : "lies \(style.estimate(shortfall)) below the largest Σ log p(x)."
    return lines + [""] + style.paragraph("The largest Σ ELBO \(distance)")
  }

  private static func lines(
    _ name: String, _ problem: LearningProblem, _ result: LearningResult, _ style: TextStyle
  ) -> [String] {
    let values = zip(problem.parameters, result.parameters).map { parameter, value in
      (shown(parameter.name), value)
    }
    let plain = style.table(values.map { ["  \($0.0)", style.unbounded($0.1.value)] })
    let value = style.estimate(result.value)
    switch result.outcome {
    case .attained:
      return ["max \(name)  \(value)"] + style.estimates(values.map { ("  \($0.0)", $0.1) })
    case .notUnique:
      return ["max \(name)  \(value)"]
        + style.paragraph(
          "not at one point: along a curve it is the same. One point of it is", after: "  ",
          indent: 2) + plain
    case .notAttained(let limit):
      let ways = limit.ways.map { "\(shown($0.parameter)) → \(end($0.end))" }
      let way =
        ways.joined(separator: ", ")
        + (limit.point.map { ": the prior contracts to z = \(style.unbounded($0))." } ?? ".")
      let supremum = limit.supremum
      let text =
        supremum.value.isInfinite
        ? "It seems to grow without bound, as fast at the end of the search as long before, as \(way)"
        : supremum.error.isFinite
          ? "Its supremum \(style.estimate(supremum)) is approached as \(way)"
          : "It rises to \(value) and on as \(way)"
      return ["\(name) has no maximiser."] + style.paragraph(text, after: "  ", indent: 2)
    case .notConverged:
      return style.paragraph(
        "\(name)  \(value), where the search ended: no maximum", indent: 2) + plain
    }
  }

  /// As in "prior alpha".
  private static func shown(_ name: String) -> String {
    name.replacing("_", with: " ", maxReplacements: 1)
  }

  private static func end(_ value: Double) -> String {
    value == .infinity ? "∞" : value == -.infinity ? "−∞" : value == 0 ? "0" : "1"
  }
}
