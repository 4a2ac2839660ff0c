// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// What `posterior` shows of a group of rows.
struct PosteriorGroup: GroupResult {
  let group: String
  let rows: Int
  /// `nil` where there is no log evidence.
  let summary: PosteriorSummary?
  /// What there is in its place.
  private let failure: GapRecord?

  /// - Throws: `QuadratureError`, where there is no memory to work in; `DataFileError`.
  init(_ data: DataModel, _ index: Int, tolerance: Double) throws {
    (group, rows) = (data.name(of: index), data.rowCount(of: index))
    var workspace = try Workspace()
    do {
      let posterior = try data.model(of: index).posterior(workspace: &workspace)
      try TimeLimit.check()
      summary = PosteriorSummary(posterior, tolerance: tolerance, workspace: &workspace)
      failure = nil
    } catch let error as InferenceError {
      (summary, failure) = (nil, GapRecord(failure: error))
    }
  }

  var logEvidence: Estimate {
    summary?.posterior.logEvidence ?? GapRecord(invalid: "").logEvidence
  }

  var record: GapRecord? { nil }

  var status: Status { summary?.status ?? failure?.status ?? .invalid }

  var exitStatus: Int32 {
    guard let summary, summary.isComplete else { return 2 }
    return summary.status == .unverified ? 1 : 0
  }

  static var header: [String] { ["group", "rows", "log p(x)", "mean", "sd", "status"] }

  func cells(_ style: TextStyle) -> [String] {
    let numbers = [summary?.posterior.logEvidence, summary?.mean, summary?.standardDeviation]
    return [group, "\(rows)"] + numbers.map { $0.map(style.estimate) ?? "" }
      + [status.rawValue]
  }

  /// The columns. They may only grow.
  func fields(areNested: Bool) -> [Field<PosteriorGroup>] {
    Field.group
      + Field.columns(
        RecordColumn.moments(areNested: areNested) + [.status, .reason, .evaluations, .errorKind]
      ) { $0.result }
  }

  private var result: ResultRecord {
    summary.map { .posterior($0) } ?? .gap(failure ?? GapRecord(invalid: ""))
  }
}
