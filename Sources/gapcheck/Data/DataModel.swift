// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import VariationalGap

/// A prior, and observations in the rows of a file: the model of each group of them.
struct DataModel {
  /// A likelihood as it is typed.
  enum Density {
    case likelihood(String)
    case logLikelihood(String)
  }

  /// A likelihood, and what it is of: a column or a number; `nil` for a log likelihood without x.
  struct Term {
    let density: Density
    let x: String?
  }

  /// The path, as it was written.
  let path: String
  /// The column of weights, if there is one.
  let weight: String?

  private let prior: any Distribution
  private let terms: [DataTerm]
  private let content: DataColumns
  private let groups: RowGroups
  /// Where the weights are among the columns that were read.
  private let weightPlace: Int?

  /// Reads a file once, for models of the same rows.
  ///
  /// - Throws: `DataFileError`; `ValidationError` for a likelihood that cannot be read.
  static func models(
    of path: String, _ parts: [(prior: any Distribution, terms: [Term])], weight: String?,
    grouping: GroupingOptions.Grouping
  ) throws -> [DataModel] {
    let file = try DataFile(path)
    var columns = DataColumns.Request()
    let terms = try parts.map { part in
      try part.terms.map { try DataTerm($0, of: file.names, in: path, &columns) }
    }
    let weightPlace = weight.map { columns.place(of: $0, as: .weight) }
    if case .column(let name) = grouping { _ = columns.place(of: name, as: .group) }
    let content = try file.read(columns.columns)
    let groups = RowGroups(grouping, content)
    let models = zip(parts, terms).map { part, terms in
      DataModel(
        path: path, weight: weight, prior: part.prior, terms: terms, content: content,
        groups: groups, weightPlace: weightPlace)
    }
    // Of groups all rows are looked at before there is a result of any.
    if grouping == .none { return models }
    for model in models {
      for term in model.terms { _ = try model.observed(term, in: nil) }
    }
    return models
  }

  /// How many groups there are.
  var groupCount: Int { groups.count }

  /// The name of a group: its value in the column, or the number of its row.
  func name(of group: Int) -> String { groups.name(of: group, content) }

  /// How many rows a group has.
  func rowCount(of group: Int) -> Int { groups.rows(of: group)?.count ?? content.rowCount }

  /// The model of a group.
  ///
  /// - Throws: `DataFileError` for a row that a likelihood cannot have, `InferenceError`.
  func model(of group: Int) throws -> Model {
    let rows = groups.rows(of: group)
    return try Model(prior: prior, rows: try terms.map { try observed($0, in: rows) })
  }

  private func observed(
    _ term: DataTerm, in rows: ArraySlice<Int>?
  ) throws(DataFileError) -> ObservedRows {
    func column(_ place: Int) -> [Double] {
      let all = content.numbers[place]
      return rows.map { $0.map { all[$0] } } ?? all
    }
    func intervals(_ place: Int) -> [Int: Observation] {
      let all = content.intervals[place]
      guard let rows, !all.isEmpty else { return all }
      var own: [Int: Observation] = [:]
      for (index, row) in rows.enumerated() { own[index] = all[row] }
      return own
    }
    do throws(RowError) {
      return try term.observed(
        count: rows?.count ?? content.rowCount, weights: weightPlace.map(column), column,
        intervals: intervals)
    } catch {
      let row = rows.map { $0[$0.startIndex + error.row] } ?? error.row
      throw DataFileError(path, .row(line: content.line(of: row), error.reason))
    }
  }
}

extension DataModel {
  /// The columns that say what the models are, likelihoods and their x separated by semicolons. They may
  /// only grow.
  static var fields: [Field<DataModel>] {
    [
      Field("data") { .text($0.path) }, Field("prior") { .text("\($0.prior)") },
      Field("likelihood") { .texts($0.terms.map { $0.isNamed ? $0.text : nil }) },
      Field("log_likelihood") { .texts($0.terms.map { $0.isNamed ? nil : $0.text }) },
      Field("x") { .texts($0.terms.map(\.x)) }, Field("weight") { .text($0.weight) },
    ]
  }
}

extension DataModel: CustomStringConvertible {
  /// As in "z ~ gamma(2.0, 1.0), x | z ~ poisson(z), x = count".
  var description: String {
    let terms = terms.map { term in
      (term.isNamed ? "x | z ~ " : "log p(x | z) = ") + term.text
        + (term.x.map { ", x = \($0)" } ?? "")
    }
    return (["z ~ \(prior)"] + terms).joined(separator: ", ")
  }
}
