// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// The groups of a table on the page: each has a latent, and perhaps a q, of its own.
struct ReportGroups {
  /// What is the same for all of them, in words.
  let title: String
  /// What a group is called, as in "site".
  let symbol: String
  /// The numbers of every group.
  let results: [CheckGroup]
  let totals: GroupTotals
  private let data: DataModel

  /// How many groups the slider has at most: each adds its figures to the page.
  static let mostShown = 60

  /// How many groups the table has at most.
  static let mostListed = 400

  /// - Parameter timeout: of each group.
  /// - Throws: `QuadratureError`, `DataFileError`.
  init(
    _ data: DataModel, called symbol: String, for target: CheckGroup.Target, tolerance: Double,
    timeout: TimeoutOptions
  ) throws {
    (self.data, self.symbol, title) = (data, symbol, data.description)
    results = try (0..<data.groupCount).map { index in
      try timeout.within(hasData: true) {
        try CheckGroup(data, index, target, tolerance: tolerance)
      }
    }
    var totals = GroupTotals(hasFamily: true)
    for result in results { totals.add(result) }
    self.totals = totals
  }

  /// The group that is shown first: the first one that has a q.
  private var first: Int { results.firstIndex { $0.distribution != nil } ?? 0 }

  /// How a group is called in sentences.
  private func label(_ index: Int) -> String { "\(symbol) = \(data.name(of: index))" }

  /// The group that is shown first, as in "site = a".
  var label: String { label(first) }

  /// All numbers of the group that is shown first.
  ///
  /// - Throws: `InferenceError`, `QuadratureError`, `DataFileError`.
  func check(for target: CheckGroup.Target, tolerance: Double) throws -> CheckReport {
    try CheckReport(
      try data.model(of: first), for: target, tolerance: tolerance, hasParts: true)
  }

  /// The slider that says which group is shown.
  ///
  /// - Throws: `InferenceError`, `DataFileError`.
  func plan() throws -> SliderPlan {
    var choices: [SliderPlan.Choice] = []
    for (index, result) in results.enumerated() where choices.count < ReportGroups.mostShown {
      guard let q = result.distribution else { continue }
      choices.append(
        SliderPlan.Choice(
          value: Double(choices.count + 1), model: try data.model(of: index), q: q,
          key: .number(index == first ? 0 : index + 1), name: data.name(of: index)))
    }
    return SliderPlan(groups: choices, called: symbol)
  }

  /// What the command ends with: that of the worst group.
  var exitStatus: Int32 { results.map(\.exitStatus).max() ?? 0 }
}
