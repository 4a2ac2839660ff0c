// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What `check` shows of a group of rows.
struct CheckGroup: GroupResult {
  /// The q that groups are compared with.
  enum Target {
    case member(any Distribution)
    case best(Family)
  }

  let group: String
  let rows: Int
  private let numbers: GapRecord
  /// q; `nil` where there is no best one.
  let distribution: (any Distribution)?
  private let best: BestMember?
  private let family: Family?

  /// - Throws: `QuadratureError`, where there is no memory to work in; `DataFileError`.
  init(_ data: DataModel, _ index: Int, _ target: Target, tolerance: Double) throws {
    (group, rows) = (data.name(of: index), data.rowCount(of: index))
    var workspace = try Workspace()
    var (numbers, member, best): (GapRecord?, (any Distribution)?, BestMember?)
    if case .best(let family) = target { self.family = family } else { family = nil }
    do {
      let posterior = try data.model(of: index).posterior(workspace: &workspace)
      try TimeLimit.check()
      switch target {
      case .member(let q):
        member = q
        numbers = posterior.record(of: q, tolerance: tolerance, workspace: &workspace)
      case .best(let family):
        do throws(InferenceError) {
          let found = try posterior.bestMember(of: family)
          (best, member) = (found, found.member.distribution)
          numbers = GapRecord(found, tolerance: tolerance)
        } catch {
          numbers = GapRecord(failure: error, logEvidence: posterior.logEvidence)
        }
      }
      if let limit = TimeLimit.exceeded {
        (best, member) = (nil, nil)
        numbers = GapRecord(
          failure: .timeLimit(seconds: limit.seconds), logEvidence: posterior.logEvidence)
      }
    } catch let error as InferenceError {
      numbers = GapRecord(failure: error)
    }
    self.numbers = numbers ?? GapRecord(invalid: "nothing is computed")
    (distribution, self.best) = (member, best)
  }

  /// q, in words.
  private var q: String? { best.map { "\($0.member)" } ?? distribution.map { "\($0)" } }

  var logEvidence: Estimate { numbers.logEvidence }

  var record: GapRecord? { numbers }

  var status: Status { numbers.status }

  var exitStatus: Int32 {
    guard numbers.isComplete, status != .invalid, !logEvidence.value.isNaN else { return 2 }
    return numbers.verdictsHold ? 0 : 1
  }

  static var header: [String] {
    ["group", "rows", "log p(x)", "ELBO", "KL(q‖posterior)", "status", "q"]
  }

  func cells(_ style: TextStyle) -> [String] {
    [group, "\(rows)"]
      + [numbers.logEvidence, numbers.elbo, numbers.divergence].map(style.estimate)
      + [status.rawValue, q ?? ""]
  }

  /// The columns. They may only grow.
  func fields(areNested: Bool) -> [Field<CheckGroup>] {
    let parameters = family?.parameters.enumerated().flatMap { index, parameter in
      Field<CheckGroup>.pair("q_\(parameter.name)") { $0.best?.parameters.dropFirst(index).first }
    }
    return Field.group + [Field("q") { .text($0.q) }]
      + Field.columns(
        RecordColumn.logarithms + [.status, .reason, .positive, .tight, .evaluations, .errorKind]
      ) { .gap($0.numbers) } + (parameters ?? [])
  }
}
