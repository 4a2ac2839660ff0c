// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Foundation

/// A likelihood with the columns of a file that it is about.
struct DataTerm {
  private enum Density {
    case likelihood(ConditionalDensity)
    case logLikelihood(Formula, text: String)
  }

  private enum Observed {
    case one(Source)
    /// An interval by its ends.
    case interval(Source, Source)
  }

  /// Where numbers are from: the rows of a column, or one for all.
  private enum Source {
    case column(Int)
    case number(Double)
  }

  private let density: Density
  private let observed: Observed
  /// The observations, as they were named.
  let x: String?
  /// The columns that the formulas name, and where they are among those that are read.
  private let columns: [(name: String, place: Int)]

  /// Reads a likelihood.
  ///
  /// - Parameters:
  ///   - header: the names of the file's columns.
  ///   - request: the columns that are read, which those of this likelihood become a part of.
  /// - Throws: `ValidationError`; `DataFileError` where there is no such column.
  init(
    _ term: DataModel.Term, of header: [String], in path: String,
    _ request: inout DataColumns.Request
  ) throws {
    let formulas: [Formula]
    switch term.density {
    case .likelihood(let text):
      formulas = try SpecArgument.likelihood(text, "--likelihood", columns: header).arguments
    case .logLikelihood(let text):
      formulas = [try SpecArgument.logLikelihood(text, "--log-likelihood", columns: header)]
    }
    let places = Set(formulas.flatMap(\.parameters))
    let names = places.filter { $0 > 0 }.sorted().map { header[$0 - 1] }
    if header.contains("z"), formulas.contains(where: \.hasLatent) {
      throw DataFileError(path, .reserved(name: "z", meaning: "the latent"))
    }
    if names.contains("x") || (places.contains(0) && header.contains("x") && term.x != "x") {
      throw DataFileError(path, .reserved(name: "x", meaning: "the observation"))
    }
    switch term.density {
    case .likelihood(let text):
      density = .likelihood(try SpecArgument.likelihood(text, "--likelihood", columns: names))
    case .logLikelihood(let text):
      guard term.x != nil || !places.contains(0) else {
        throw ValidationError(
          "--log-likelihood names x: name the column of the observations with --x")
      }
      density = .logLikelihood(
        try SpecArgument.logLikelihood(text, "--log-likelihood", columns: names), text: text)
    }
    x = term.x
    observed = try DataTerm.observed(term, header, &request)
    columns = names.map { ($0, request.place(of: $0, as: .number)) }
  }

  /// Whether it is a likelihood with a name, and no formula.
  var isNamed: Bool {
    if case .likelihood = density { true } else { false }
  }

  /// The likelihood, or the log likelihood, as it was written.
  var text: String {
    switch density {
    case .likelihood(let likelihood): likelihood.text
    case .logLikelihood(_, let text): text
    }
  }

  /// A column, or where there is no column of this name a number, or an interval whose ends are either.
  private static func observed(
    _ term: DataModel.Term, _ header: [String], _ request: inout DataColumns.Request
  ) throws -> Observed {
    guard let x = term.x else { return .one(.number(0)) }
    let isDensity = if case .logLikelihood = term.density { true } else { false }
    if !header.contains(x), let value = Double(notation: x), value.isFinite {
      return .one(.number(value))
    }
    guard !header.contains(x), !x.contains("..."), let dots = x.range(of: "..") else {
      return .one(.column(request.place(of: x, as: isDensity ? .number : .observation)))
    }
    guard !isDensity else {
      throw ModelOptions.densityAlone("--log-likelihood", x)
    }
    func end(_ part: Substring) -> Source {
      let name = part.trimmingCharacters(in: .whitespaces)
      if !header.contains(name), let value = Double(notation: name), !value.isNaN {
        return .number(value)
      }
      return .column(request.place(of: name, as: .end))
    }
    return .interval(end(x[..<dots.lowerBound]), end(x[dots.upperBound...]))
  }

  /// The observations of some rows.
  ///
  /// - Parameters:
  ///   - count: how many rows.
  ///   - weights: of the rows.
  ///   - column: the values in the rows of a column, by its place among those that were read.
  ///   - intervals: the intervals in a column by their rows.
  func observed(
    count: Int, weights: [Double]?, _ column: (Int) -> [Double],
    intervals: (Int) -> [Int: Observation]
  ) throws(RowError) -> ObservedRows {
    func numbers(_ source: Source) -> [Double] {
      switch source {
      case .column(let place): column(place)
      case .number(let value): [Double](repeating: value, count: count)
      }
    }
    let values: [Double]
    var censored: [Int: Observation] = [:]
    switch observed {
    case .one(let source):
      values = numbers(source)
      if case .column(let place) = source { censored = intervals(place) }
    case .interval(let lower, let upper):
      values = numbers(lower)
      // Equal ends are a value that is known.
      for (row, end) in numbers(upper).enumerated() where values[row] != end {
        censored[row] = .interval(from: values[row], to: end)
      }
    }
    // The names are different, and the numbers finite.
    let table = try? DataTable(columns.map { ($0.name, column($0.place)) })
    switch density {
    case .likelihood(let likelihood):
      return try ObservedRows(
        of: values, censored: censored, under: likelihood, columns: table, weights: weights,
        named: x)
    case .logLikelihood(let formula, let text):
      return try ObservedRows(
        of: values, logLikelihood: formula, text: text, columns: table, weights: weights,
        named: x)
    }
  }
}
