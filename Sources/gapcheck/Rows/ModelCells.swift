// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The cells of a sweep over any model: the product of the axes in its specs, those of q fastest.
struct ModelCells: SweepCells {
  /// Prior and likelihood, or a log joint density with its support.
  enum Density: Sendable {
    case prior(SpecTemplate, likelihood: SpecTemplate)
    case logJoint(String, support: String)
  }

  /// A q, or the family whose best member is looked for.
  enum Family: Sendable {
    case member(SpecTemplate)
    case best(Distributions.Family)

    var varied: [SpecTemplate.VariedArgument] {
      if case .member(let template) = self { template.varied } else { [] }
    }
  }

  /// A cell: its specs, the values of its axes and of the parameters found, and its numbers.
  struct Row: Sendable {
    let texts: ModelTexts
    let q: String
    let values: [Double]
    let numbers: ModelRecord
  }

  let columns: [Field<Row>]
  let count: Int
  var chunkSize: Int { 32 }

  private let density: Density
  private let q: Family
  private let axes: [Axis]

  /// - Parameter x: the axis of the observation; `nil` for a log joint density without one.
  init(density: Density, x: Axis?, q: Family) throws {
    self.density = density
    self.q = q
    var varied: [(column: String, axis: Axis)] = []
    func add(_ template: SpecTemplate, _ prefix: String) {
      varied += template.varied.map { ("\(prefix)_\($0.name)", $0.axis) }
    }
    if case .prior(let prior, let likelihood) = density {
      add(prior, "prior")
      add(likelihood, "likelihood")
    }
    let named = varied.count
    if let x { varied.append(("x", x)) }
    if case .member(let template) = q { add(template, "q") }
    axes = varied.map(\.axis)
    var count = 1
    for axis in axes {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: axis.count)
      guard !isTooLarge else {
        throw ValidationError("the grid has more cells than can be counted")
      }
      count = product
    }
    self.count = count
    var names = varied.map(\.column)
    if case .best(let family) = q { names += family.parameters.map { "q_\($0.name)" } }
    columns = ModelCells.columns(of: density, names, xIndex: x == nil ? nil : named)
  }

  private static func columns(
    of density: Density, _ axes: [String], xIndex: Int?
  ) -> [Field<Row>] {
    let names =
      switch density {
      case .prior: ["prior", "likelihood"]
      case .logJoint: ["log_joint", "support"]
      }
    let texts = names.indices.map { index in
      Field<Row>(names[index]) { row in
        switch row.texts.density {
        case .prior(let prior, let likelihood): .text(index == 0 ? prior : likelihood)
        case .logJoint(let text, let support): .text(index == 0 ? text : support)
        }
      }
    }
    let x = Field<Row>("x") { row in xIndex.map { .number(row.values[$0]) } ?? .missing }
    let q = Field<Row>("q") { .text($0.q) }
    let values = axes.indices.filter { $0 != xIndex }.map { index in
      Field<Row>(axes[index]) { row in
        row.values.indices.contains(index) ? .number(row.values[index]) : .missing
      }
    }
    let results = ModelColumn.allCases.map { column in
      Field<Row>(column.name) { column.value($0.numbers) }
    }
    return texts + [x, q] + values + results
  }

  func record(_ index: Int, by worker: ModelWorker) -> Row {
    let (model, member, values) = texts(index)
    if case .best(let family) = q {
      let best = worker.best(model, family)
      return Row(
        texts: model, q: best.q, values: values + best.parameters, numbers: best.numbers)
    }
    return Row(
      texts: model, q: member, values: values, numbers: worker.record(model, q: member))
  }

  /// The specs of a cell, and the values of its axes.
  func texts(_ index: Int) -> (model: ModelTexts, q: String, values: [Double]) {
    var values: [Double] = []
    var rest = index
    for axis in axes.reversed() {
      let (quotient, position) = rest.quotientAndRemainder(dividingBy: axis.count)
      values.append(axis[position])
      rest = quotient
    }
    values.reverse()
    var next = values[...]
    func take(_ template: SpecTemplate) -> String {
      let spec = template.spec(next.prefix(template.varied.count))
      next = next.dropFirst(template.varied.count)
      return spec
    }
    let texts: ModelTexts.Density =
      switch density {
      case .prior(let prior, let likelihood): .prior(take(prior), likelihood: take(likelihood))
      case .logJoint(let text, let support): .logJoint(text, support: support)
      }
    let hasX = next.count > q.varied.count
    let model = ModelTexts(density: texts, x: hasX ? "\(next.first ?? .nan)" : "")
    if hasX { next = next.dropFirst() }
    if case .member(let template) = q { return (model, take(template), values) }
    return (model, "", values)
  }

  func isOK(_ row: Row) -> Bool { row.numbers.status == .ok }

  func crew(of count: Int, tolerance: Double) throws -> [ModelWorker] {
    try ModelWorker.crew(of: count, tolerance: tolerance)
  }
}
