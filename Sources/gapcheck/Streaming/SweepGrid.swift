// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import VariationalGap

/// The cells of a sweep: the product of the axes, those of q fastest.
struct SweepGrid: Sendable {
  /// What the models are.
  enum Density: Sendable {
    case prior(MemberTemplate, likelihood: LikelihoodTemplate)
    case logJoint(String, support: Interval, text: String)
  }

  /// What the q are.
  enum Target: Sendable {
    case member(MemberTemplate)
    case best(Family)
  }

  /// What is computed in the cells.
  private enum Content {
    /// The exercise sheet's model and exponential q, along axes of θ, x and φ.
    case exercise
    case model(Density, Target)
    /// KL(q‖p).
    case pair(q: MemberTemplate, p: MemberTemplate)
  }

  let columns: [SweepColumn]
  /// How many cells there are.
  let count: Int

  private let content: Content
  private let axes: [Axis]
  /// How many cells in a row have the same model.
  private let cellsOfModel: Int
  /// Where x stands among the axes.
  private let placeOfX: Int?
  /// The observations; `nil` where there are none, or they are the axis.
  private let observations: ObservationAxis?

  /// The grid of the exercise sheet's model.
  ///
  /// - Parameters:
  ///   - phi: `nil` for the best φ at every (θ, x).
  ///   - parts: the columns of the parts of the ELBO, where they are asked for.
  /// - Throws: `ValidationError`.
  init(theta: Axis, x: Axis, phi: Axis?, parts: [RecordColumn]) throws {
    try self.init(
      content: .exercise, models: [theta, x], families: phi.map { [$0] } ?? [], placeOfX: 1,
      columns: (RecordColumn.point + RecordColumn.ofExercise + parts).map(SweepColumn.init))
  }

  /// The grid of any model.
  ///
  /// - Parameters:
  ///   - x: the axis of the observation; `nil` for a log joint density without one.
  ///   - parts: the columns of the parts of the ELBO, where they are asked for.
  /// - Throws: `ValidationError`, also where the first cell has no model.
  init(density: Density, x: ObservationAxis?, target: Target, parts: [RecordColumn]) throws {
    var models: [(column: String, axis: Axis)] = []
    var names = ["log_joint", "support"]
    if case .prior(let prior, let likelihood) = density {
      names = ["prior", "likelihood"]
      models =
        prior.template.varied.map { ("prior_\($0.name)", $0.axis) }
        + likelihood.template.varied.map { ("likelihood_\($0.name)", $0.axis) }
    }
    let placeOfX = x == nil ? nil : models.count
    if let x { models.append(("x", x.axis)) }
    var families: [Axis] = []
    var parameters: [String] = []
    switch target {
    case .member(let member):
      families = member.template.varied.map(\.axis)
      parameters = member.template.varied.map(\.name)
    case .best(let family): parameters = family.parameters.map(\.name)
    }
    let values = (models.map(\.column) + parameters.map { "q_\($0)" }).enumerated()
      .filter { $0.offset != placeOfX }
    try self.init(
      content: .model(density, target), models: models.map(\.axis), families: families,
      placeOfX: placeOfX,
      columns: [
        SweepColumn(names[0], .text(0)), SweepColumn(names[1], .text(1)),
        SweepColumn(
          "x",
          placeOfX.map { x?.hasIntervals == true ? .text(3) : .value($0) } ?? .missing),
        SweepColumn("q", .text(2)),
      ]
        + values.map { SweepColumn($0.element, .value($0.offset)) }
        + (RecordColumn.ofModel + parts).map(SweepColumn.init), observations: x)
    do {
      _ = try model(density, axes.map { $0[0] })
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// The grid of KL(q‖p).
  ///
  /// - Throws: `ValidationError`.
  init(q: MemberTemplate, p: MemberTemplate) throws {
    let (own, other) = (q.template.varied, p.template.varied)
    let parameters =
      own.enumerated().map { SweepColumn("q_\($1.name)", .value(other.count + $0)) }
      + other.enumerated().map { SweepColumn("p_\($1.name)", .value($0)) }
    try self.init(
      content: .pair(q: q, p: p), models: other.map(\.axis), families: own.map(\.axis),
      placeOfX: nil,
      columns: [SweepColumn("q", .text(2)), SweepColumn("p", .text(0))] + parameters
        + RecordColumn.ofPair.map(SweepColumn.init))
  }

  private init(
    content: Content, models: [Axis], families: [Axis], placeOfX: Int?,
    columns: [SweepColumn], observations: ObservationAxis? = nil
  ) throws {
    (self.content, self.columns, self.observations) = (content, columns, observations)
    (axes, self.placeOfX) = (models + families, placeOfX)
    cellsOfModel = try SweepGrid.count(of: families)
    count = try SweepGrid.count(of: axes)
  }

  private static func count(of axes: [Axis]) throws -> Int {
    try axes.reduce(1) { count, axis in
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: axis.count)
      guard !isTooLarge else {
        throw ValidationError("the grid has more cells than can be counted")
      }
      return product
    }
  }

  /// What is known of a cell's row before it is computed: the values along the axes.
  func known(_ index: Int) -> [(column: Int, text: String)] {
    var values: [Double] = []
    locate(index, &values)
    return columns.enumerated().compactMap { column, what in
      if case .value(let axis) = what.kind, values.indices.contains(axis) {
        return (column, "\(values[axis])")
      }
      if case .text(3) = what.kind, let x = observation(values) { return (column, "\(x)") }
      // A row of the exercise begins with its point.
      if case .exercise = content, values.indices.contains(column) {
        return (column, "\(values[column])")
      }
      return nil
    }
  }

  /// The observation of a cell, from the values of its axes.
  private func observation(_ values: [Double]) -> Observation? {
    placeOfX.map { observations?.observation(values[$0]) ?? .value(values[$0]) }
  }

  /// Computes a cell; a failure is a record too.
  func compute(_ index: Int, into row: inout SweepRow, by worker: GapWorker) {
    locate(index, &row.values)
    let values = row.values
    switch content {
    case .exercise:
      let phi = values.count > 2 ? values[2] : nil
      row.record = worker.record(theta: values[0], x: values[1], phi: phi)
    case .model(let density, let target):
      let number = index / cellsOfModel
      if row.model != number {
        (row.texts[0], row.texts[1]) = texts(density, values)
        row.texts[3] = observation(values).map { "\($0)" } ?? ""
        row.model = number
      }
      compute(density, target, .number(number), into: &row, by: worker)
    case .pair(let q, let p):
      let (other, own) = (
        values.prefix(p.template.varied.count), values[p.template.varied.count...]
      )
      (row.texts[0], row.texts[2]) = (p.template.spec(other), q.template.spec(own))
      row.record = worker.divergence(q: { .line(try q(own)) }, p: { .line(try p(other)) })
    }
  }

  /// Computes a cell of a model, and puts q into its row.
  private func compute(
    _ density: Density, _ target: Target, _ key: ModelKey, into row: inout SweepRow,
    by worker: GapWorker
  ) {
    let values = row.values
    switch target {
    case .member(let member):
      let own = values.suffix(member.template.varied.count)
      row.texts[2] = member.template.spec(own)
      row.record = worker.record({ try model(density, values) }, key, q: { try member(own) })
    case .best(let family):
      let (member, record) = worker.best({ try model(density, values) }, key, of: family)
      row.record = record
      row.texts[2] = member.map { "\($0)" } ?? ""
      row.values += member?.parameters ?? []
    }
  }

  /// The values of a cell's axes.
  private func locate(_ index: Int, _ values: inout [Double]) {
    values.removeAll(keepingCapacity: true)
    var (rest, block) = (index, count)
    for axis in axes {
      block /= axis.count
      values.append(axis[rest / block])
      rest %= block
    }
  }

  /// The model of a cell.
  private func model(_ density: Density, _ values: [Double]) throws -> Model {
    let observation = observation(values)
    switch density {
    case .prior(let prior, let likelihood):
      let (own, others) = arguments(values, prior, likelihood)
      return try Model(
        prior: prior(own), likelihood: likelihood(others),
        observations: observation.map { [$0] } ?? [])
    case .logJoint(let text, let support, _):
      return try Model(logJoint: text, support: support, observation: observation?.value)
    }
  }

  /// Prior and likelihood as texts, or log joint density and support.
  private func texts(_ density: Density, _ values: [Double]) -> (String, String) {
    switch density {
    case .prior(let prior, let likelihood):
      let (own, others) = arguments(values, prior, likelihood)
      return (prior.template.spec(own), likelihood.template.spec(others))
    case .logJoint(let text, _, let support): return (text, support)
    }
  }

  /// The values of the axes of a prior, and of a likelihood.
  private func arguments(
    _ values: [Double], _ prior: MemberTemplate, _ likelihood: LikelihoodTemplate
  ) -> (ArraySlice<Double>, ArraySlice<Double>) {
    let rest = values.dropFirst(prior.template.varied.count)
    return (
      values.prefix(prior.template.varied.count), rest.prefix(likelihood.template.varied.count)
    )
  }
}
