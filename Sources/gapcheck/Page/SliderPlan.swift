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
  private(set) var choices: [Choice]
  /// Which of them was asked for.
  private(set) var asked: Int

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

  /// The sliders with their numbers, by several workers: a coarse grid of each at first, then what lies between. What time is
  /// over for has no place on a slider.
  ///
  /// - Parameters:
  ///   - asked: what is known already.
  ///   - time: what places have together.
  ///   - progress: hears of every place.
  static func computed(
    _ plans: [SliderPlan], by crew: [GapWorker], asked: CheckReport, within time: SliderTime,
    _ progress: ProgressBar
  ) async -> [ReportSlider] {
    typealias Job = (plan: Int, rank: Int, index: Int)
    let jobs = plans.enumerated().flatMap { plan, slider in
      slider.order.enumerated().map { Job(plan: plan, rank: $0, index: $1) }
    }.sorted { ($0.rank, $0.plan) < ($1.rank, $1.plan) }
    let done = await withTaskGroup(of: (job: Job, place: ReportPlace?, worker: GapWorker).self) {
      group in
      var waiting = jobs[...]
      func start(_ worker: GapWorker) {
        guard let job = waiting.popFirst() else { return }
        let plan = plans[job.plan]
        group.addTask {
          // Of groups there is a table with all of them.
          let place =
            plan.kind == .groups
            ? plan.place(job.index, worker)
            : time.place(isNeeded: job.rank == 0) { plan.place(job.index, worker) }
          return (job, place, worker)
        }
      }
      for worker in crew { start(worker) }
      var places = [[Int: ReportPlace]](repeating: [:], count: plans.count)
      for await done in group {
        places[done.job.plan][done.job.index] = done.place
        progress.advance(by: 1)
        start(done.worker)
      }
      return places
    }
    return zip(plans, done).map { plan, places in
      let indices = places.keys.sorted()
      var kept = plan
      kept.choices = indices.map { plan.choices[$0] }
      kept.asked = indices.firstIndex(of: plan.asked) ?? 0
      return ReportSlider(
        plan: kept,
        places: indices.compactMap { index in
          index == plan.asked ? places[index]?.with(asked) : places[index]
        })
    }
  }

  /// The places in the order in which they are computed: what was asked for, a coarse grid with both ends, and finer ones.
  var order: [Int] {
    func coarseness(_ index: Int) -> Int {
      let distance = abs(index - asked)
      if distance == 0 { return 0 }
      if index == 0 || index == choices.count - 1 { return 1 }
      return [8, 4, 2, 1].firstIndex { distance.isMultiple(of: $0) }.map { $0 + 1 } ?? 4
    }
    return choices.indices.sorted {
      (coarseness($0), abs($0 - asked), $0) < (coarseness($1), abs($1 - asked), $1)
    }
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
