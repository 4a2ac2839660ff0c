// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import VariationalGap

/// What a batch computes for a row: which columns it reads, and which it adds.
struct BatchRows: Sendable {
  private enum Kind {
    /// Points (θ, x, φ) of the exercise sheet's model.
    case exercise
    case prior
    case logJoint
  }

  /// The names of the columns that are read. What the command line gives holds for every row, and is
  /// not read.
  let inputs: [String]

  /// The columns that are added, or computed anew.
  let results: [RecordColumn]

  private let kind: Kind
  /// What the command line gives, by the name of the column that it stands for.
  private let given: [String: String]

  /// The kind of rows: points of the exercise, unless an option or a column names a part of another
  /// model.
  ///
  /// - Parameters:
  ///   - names: the names of the columns that there are.
  ///   - given: what the command line gives.
  init(names: [String], given: [String: String]) {
    var given = given
    let columns: [String]
    if given.isEmpty, !names.contains(where: { ["prior", "log_joint", "q"].contains($0) }) {
      (kind, columns) = (.exercise, ["theta", "x", "phi"])
    } else if given["log_joint"] != nil || names.contains("log_joint") {
      (kind, columns) = (.logJoint, ["log_joint", "support", "x", "q"])
      if !names.contains("x") { given["x"] = given["x"] ?? "" }
    } else {
      (kind, columns) = (.prior, ["prior", "likelihood", "x", "q"])
      if !names.contains("likelihood") {
        given["likelihood"] = given["likelihood"] ?? "normal(z, 1)"
      }
    }
    results = kind == .exercise ? RecordColumn.ofExercise : RecordColumn.ofModel
    inputs = columns.filter { given[$0] == nil }
    self.given = given
  }

  /// Whether the inputs are numbers: text in quotes is then none.
  var readsNumbers: Bool { kind == .exercise }

  /// The numbers of a row; a failure is a record too.
  ///
  /// - Parameter text: the text of the input at an index; `nil` where the row has none.
  func record(_ text: (Int) -> String?, by worker: GapWorker) -> GapRecord {
    func value(_ name: String) -> String? {
      given[name] ?? inputs.firstIndex(of: name).flatMap { text($0) }
    }
    func missing(_ what: String) -> GapRecord { GapRecord(invalid: "\(what), got nothing") }
    if kind == .exercise { return point((text(0), text(1), text(2)), by: worker) }
    guard let q = value("q") else { return missing("q must be a distribution") }
    let density: ModelTexts.Density
    if kind == .logJoint {
      guard let formula = value("log_joint"), let support = value("support") else {
        return missing("log_joint and support must be there")
      }
      density = .logJoint(formula, support: support)
    } else {
      guard let prior = value("prior"), let likelihood = value("likelihood") else {
        return missing("prior and likelihood must be there")
      }
      density = .prior(prior, likelihood: likelihood)
    }
    let texts = ModelTexts(
      density: density, x: value("x").flatMap { $0 == "null" ? nil : $0 } ?? "")
    return worker.record(texts.model, .texts(texts)) { try DistributionSpec.parse(q) }
  }

  private func point(
    _ texts: (theta: String?, x: String?, phi: String?), by worker: GapWorker
  ) -> GapRecord {
    func number(_ text: String?) -> Double {
      // Nearly every cell is a number as it stands.
      text.flatMap {
        Double(notation: $0) ?? Double(notation: $0.trimmingCharacters(in: .whitespaces))
      } ?? .nan
    }
    func invalid(_ name: String, _ text: String?, _ requirement: String) -> GapRecord {
      GapRecord(
        invalid: "\(name) must be \(requirement), got \(text.map { "'\($0)'" } ?? "nothing")")
    }
    let (theta, x, phi) = (number(texts.theta), number(texts.x), number(texts.phi))
    guard theta > 0, theta.isFinite else {
      return invalid("theta", texts.theta, "a positive finite number")
    }
    guard x.isFinite else { return invalid("x", texts.x, "a finite number") }
    guard phi > 0, phi.isFinite else {
      return invalid("phi", texts.phi, "a positive finite number")
    }
    return worker.record(theta: theta, x: x, phi: phi)
  }
}
