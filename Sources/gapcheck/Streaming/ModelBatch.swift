// SPDX-License-Identifier: GPL-3.0-or-later

import VariationalGap

/// Rows of models: prior, likelihood, x and q, or log_joint, support, x and q. What the command line
/// gives holds for every row, and is not read.
struct ModelBatch: BatchEngine {
  let inputs: [String]
  let readsNumbers = false
  let results = ModelColumn.allCases

  /// What the command line gives, by the name of the column that it stands for.
  private let given: [String: String]
  private let isLogJoint: Bool

  init(given: [String: String], isLogJoint: Bool) {
    self.given = given
    self.isLogJoint = isLogJoint
    let names = isLogJoint ? ["log_joint", "support"] : ["prior", "likelihood"]
    inputs = (names + ["x", "q"]).filter { given[$0] == nil }
  }

  func record(_ text: (Int) -> String?, by worker: ModelWorker) -> ModelRecord {
    func value(_ name: String) -> String? {
      given[name] ?? inputs.firstIndex(of: name).flatMap { text($0) }
    }
    guard let q = value("q") else { return invalid("q must be a distribution, got nothing") }
    let x = value("x").flatMap { $0 == "null" ? nil : $0 } ?? ""
    if isLogJoint {
      guard let formula = value("log_joint"), let support = value("support") else {
        return invalid("log_joint and support must be there, got nothing")
      }
      return worker.record(
        ModelTexts(density: .logJoint(formula, support: support), x: x), q: q)
    }
    guard let prior = value("prior"), let likelihood = value("likelihood") else {
      return invalid("prior and likelihood must be there, got nothing")
    }
    return worker.record(ModelTexts(density: .prior(prior, likelihood: likelihood), x: x), q: q)
  }

  func invalid(_ reason: String) -> ModelRecord { ModelRecord(invalid: reason) }

  func isOK(_ record: ModelRecord) -> Bool { record.status == .ok }

  func crew(of count: Int, tolerance: Double) throws -> [ModelWorker] {
    try ModelWorker.crew(of: count, tolerance: tolerance)
  }
}
