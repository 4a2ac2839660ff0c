// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `posterior` shows.
struct PosteriorReport {
  /// A quantile; missing where it could not be had.
  struct Quantile {
    let probability: Double
    let value: Estimate

    static var fields: [Field<Quantile>] {
      [
        Field("probability", number: { $0.probability }),
        Field("value", number: { $0.value.value }),
        Field("error", number: { $0.value.error }),
      ]
    }
  }

  static let probabilities = [0.025, 0.25, 0.5, 0.75, 0.975]

  let posterior: Posterior
  /// What the status was asked to hold to.
  let tolerance: Double
  /// Missing where it does not exist.
  let mean: Estimate
  /// The standard deviation; missing where it is infinite, or the mean does not exist.
  let deviation: Estimate
  let quantiles: [Quantile]
  /// What could not be had, and why.
  private let failures: [String]
  /// Moments that are missing by theorem.
  private let absences: [String]

  /// - Throws: `InferenceError`, `QuadratureError`, where there is no log evidence.
  init(_ model: Model, tolerance: Double) throws {
    var workspace = try Workspace()
    let posterior = try model.posterior(workspace: &workspace)
    var failures: [String] = []
    func had(_ compute: (inout Workspace) throws(InferenceError) -> Quantity) -> Quantity? {
      do throws(InferenceError) {
        return try compute(&workspace)
      } catch {
        failures.append("\(error)")
        return nil
      }
    }
    let mean = had { workspace throws(InferenceError) in try posterior.mean(workspace: &workspace) }
    let deviation = had { workspace throws(InferenceError) in
      try posterior.standardDeviation(workspace: &workspace)
    }
    var absences: [String] = []
    if let mean, mean.estimate == nil {
      absences.append("E[z | x] does not exist: a tail is too heavy")
    } else if let deviation, deviation.estimate == nil {
      absences.append("the variance is infinite: a tail is too heavy")
    }
    quantiles = Self.probabilities.map { probability in
      let value = had { workspace throws(InferenceError) in
        .finite(try posterior.quantile(probability, workspace: &workspace))
      }
      return Quantile(probability: probability, value: value?.estimate ?? .missing)
    }
    self.posterior = posterior
    self.tolerance = tolerance
    self.mean = mean?.estimate ?? .missing
    self.deviation = deviation?.estimate ?? .missing
    self.failures = failures
    self.absences = absences
  }

  /// Whether every number that exists could be had.
  var isComplete: Bool { failures.isEmpty }

  var status: Status {
    guard isComplete else { return .notConverged }
    guard posterior.isVerified else { return .unverified }
    let logEvidence = posterior.logEvidence
    guard logEvidence.error <= tolerance * max(1, abs(logEvidence.value)) else { return .roundoff }
    // Where there is no standard deviation, half of the mass says what is small.
    let scale =
      deviation.isFinite ? deviation.value : quantiles[3].value.value - quantiles[1].value.value
    let isTight = ([mean, deviation] + quantiles.map(\.value)).allSatisfy {
      !$0.value.isFinite || $0.error <= tolerance * max(abs($0.value), scale)
    }
    return isTight ? .ok : .roundoff
  }

  /// Why the status is not ok, and why a moment is missing; `nil` where neither is the case.
  var reason: String? {
    let reasons = failures.isEmpty ? [status.reason].compactMap { $0 } : failures
    let all = reasons + absences
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }

  private static var evidence: [Field<PosteriorReport>] {
    Field.pair("log_evidence", { $0.posterior.logEvidence })
  }

  private static var moments: [Field<PosteriorReport>] {
    Field.pair("mean", { $0.mean }) + Field.pair("sd", { $0.deviation })
  }

  private static var conditions: [Field<PosteriorReport>] {
    [
      Field("status") { .text($0.status.rawValue) },
      Field("reason") { $0.reason.map(FieldValue.text) ?? .missing },
      Field("evaluations") { .integer($0.posterior.evaluations) },
      Field("tolerance", number: { $0.tolerance }),
      Field("version") { _ in .text(Version.number) },
      Field("gsl_version") { _ in .text(GSL.version) },
    ]
  }

  /// The columns of CSV: the modes are one cell, with blanks between them. They may only grow.
  static var columns: [Field<PosteriorReport>] {
    let quantiles = probabilities.indices.flatMap { index in
      Field<PosteriorReport>.pair(
        "quantile_\(probabilities[index])", { $0.quantiles[index].value })
    }
    let modes = Field<PosteriorReport>("modes") {
      .text($0.posterior.modes.map { "\($0)" }.joined(separator: " "))
    }
    return Field.model { $0.posterior.model } + evidence + moments + [modes] + quantiles
      + conditions
  }

  /// One object, with the arrays of modes and quantiles.
  var json: String {
    let model = Field<PosteriorReport>.model { $0.posterior.model }
    let head = RowFormat.json(self, model + Self.evidence + Self.moments).dropLast()
    let modes = posterior.modes.map { "\($0)" }.joined(separator: ",")
    let quantiles = quantiles.map { RowFormat.json($0, Quantile.fields) }.joined(separator: ",")
    let tail = RowFormat.json(self, Self.conditions).dropFirst()
    return "\(head),\"modes\":[\(modes)],\"quantiles\":[\(quantiles)],\(tail)"
  }

  /// The text form.
  var text: String {
    var rows = [("log p(x)", posterior.logEvidence)]
    if mean.isFinite { rows.append(("mean", mean)) }
    if deviation.isFinite { rows.append(("standard deviation", deviation)) }
    rows += quantiles.filter { $0.value.isFinite }.map {
      ("\(NumberText.percent($0.probability)) quantile", $0.value)
    }
    let modes = posterior.modes.map { "\($0)" }.joined(separator: ", ")
    var lines = ["\(posterior.model)", ""] + NumberText.estimates(rows)
    lines += ["", "\(posterior.modes.count == 1 ? "mode" : "modes")  \(modes)"]
    if status != .ok || reason != nil {
      lines += [
        "status: " + ([status.rawValue] + [reason].compactMap { $0 }).joined(separator: ", ")
      ]
    }
    return lines.joined(separator: "\n")
  }
}
