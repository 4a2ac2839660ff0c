// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// What a slider moves, and where, before anything is computed there.
struct SliderPlan: Sendable {
  /// The model and the q at a place.
  struct Choice: Sendable {
    let value: Double
    let model: Model
    let q: any Distribution
    /// What the model is remembered by.
    let key: ModelKey
    /// What it is called, where the value is but its place.
    var name: String?
  }

  /// What moves.
  enum Kind {
    case parameter
    case observations
    case groups
  }

  /// What the axis is called, as in "φ".
  let symbol: String
  /// What it is, in words.
  let title: String
  /// Whether the places are even in the logarithm.
  let isLogarithmic: Bool
  let kind: Kind
  /// From the least value.
  let choices: [Choice]
  /// Which of them was asked for.
  let asked: Int

  /// How many parameters of q have a slider.
  static let mostParameters = 8

  /// A parameter of q.
  init(
    parameter index: Int, _ parameter: Family.Parameter, isExercise: Bool, _ member: FamilyMember,
    _ model: Model, _ values: [Double]
  ) {
    symbol = isExercise ? "φ" : PlotText.letter(parameter.name)
    title =
      parameter.label == parameter.name
      ? "\(symbol), a parameter of q" : "\(symbol), the \(parameter.label) of q"
    kind = .parameter
    choices = values.compactMap { value in
      var parameters = member.parameters
      parameters[index] = value
      guard let q = try? member.with(parameters).distribution else { return nil }
      return Choice(value: value, model: model, q: q, key: .number(0))
    }
    isLogarithmic = parameter.domain == .positive
    let own = member.parameters[index]
    asked = choices.firstIndex { $0.value == own } ?? 0
  }

  /// The observations, moved together.
  init(observationsOf model: Model, q: any Distribution, _ shifts: [Double]) {
    let single = model.observations.count == 1 ? model.observations.first?.value : nil
    symbol = single == nil ? "shift of x" : "x"
    title = single == nil ? "shift of x, all observations moved together" : "x, the observation"
    (isLogarithmic, kind) = (false, .observations)
    var choices: [Choice] = []
    for (index, shift) in shifts.enumerated() {
      guard let moved = try? model.shifted(by: shift),
        // Doubles may be further apart than the steps.
        shift == 0 || moved.observations != model.observations,
        moved.observations != choices.last?.model.observations
      else { continue }
      let value = single.flatMap { _ in moved.observations.first?.value } ?? shift
      choices.append(
        Choice(value: value, model: moved, q: q, key: .number(shift == 0 ? 0 : index + 1)))
    }
    self.choices = choices
    asked = choices.firstIndex { $0.key == .number(0) } ?? 0
  }

  /// The groups of a table; the first that is shown has the key 0.
  init(groups: [Choice], called symbol: String) {
    (self.symbol, choices) = (symbol, groups)
    title = "\(symbol), the group that is shown"
    (isLogarithmic, kind) = (false, .groups)
    asked = groups.firstIndex { $0.key == .number(0) } ?? 0
  }

  /// All numbers of a model and a q; that of the exercise sheet has its own engine.
  static func record(
    _ model: Model, _ key: ModelKey, _ q: any Distribution, _ worker: GapWorker
  ) -> (record: GapRecord, parts: ElboParts?) {
    let row: ResultRecord
    if let (theta, x) = model.exercise, let q = q as? Exponential {
      row = worker.record(theta: theta, x: x, phi: q.rate)
    } else {
      row = worker.record({ model }, key, q: { q })
    }
    switch row {
    case .gap(let record): return (record, nil)
    case .parts(let record, let parts): return (record, parts)
    case .divergence, .posterior: return (GapRecord(invalid: "nothing is computed"), nil)
    }
  }

  /// The slider with its numbers, by several workers.
  ///
  /// - Parameters:
  ///   - asked: what is known already.
  ///   - time: what places have together.
  ///   - progress: hears of every place.
  func computed(
    by crew: [GapWorker], asked: CheckReport, within time: SliderTime, _ progress: ProgressBar
  ) async -> ReportSlider {
    let places = await withTaskGroup(of: (index: Int, place: ReportPlace, worker: GapWorker).self) {
      group in
      var waiting = choices.indices[...]
      func start(_ worker: GapWorker) {
        guard let index = waiting.popFirst() else { return }
        group.addTask {
          // Of groups there is a table with all of them.
          (
            index,
            kind == .groups ? place(index, worker) : time.place { place(index, worker) }, worker
          )
        }
      }
      for worker in crew { start(worker) }
      var all: [(index: Int, place: ReportPlace)] = []
      for await done in group {
        all.append((done.index, done.place))
        progress.advance(by: 1)
        start(done.worker)
      }
      return all.sorted { $0.index < $1.index }.map(\.place)
    }
    return ReportSlider(
      plan: self,
      places: places.enumerated().map { index, place in
        index == self.asked ? place.with(asked) : place
      })
  }

  private func place(_ index: Int, _ worker: GapWorker) -> ReportPlace {
    let choice = choices[index]
    let (record, parts) = SliderPlan.record(choice.model, choice.key, choice.q, worker)
    var optimum: BestExponential?
    if let (theta, x) = choice.model.exercise, choice.q is Exponential {
      optimum = worker.optimum(theta: theta, x: x)
    }
    return ReportPlace(
      value: choice.value, model: choice.model, q: choice.q,
      posterior: kind == .parameter ? nil : worker.posterior(of: choice.model, choice.key),
      record: optimum.map { record.judged(by: $0) } ?? record, parts: parts, optimum: optimum)
  }
}
