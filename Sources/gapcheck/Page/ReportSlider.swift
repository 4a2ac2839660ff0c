// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import VariationalGap

/// A slider of the page with everything that is computed along it. What it does not move has the value that was
/// asked for.
struct ReportSlider {
  /// What it moves, and where.
  let plan: SliderPlan
  /// The places with their numbers, from the least value.
  let places: [ReportPlace]

  /// How many digits tell the places apart; four are enough for most.
  private var digits: Int {
    (4..<17).first { digits in
      Set(places.map { PlotText.number($0.value, digits: digits) }).count == places.count
    } ?? 17
  }

  /// What the slider says at each place.
  var labels: [String] {
    names.map { "\(plan.symbol) = \($0)" }
  }

  /// What each place is called.
  var names: [String] {
    let digits = digits
    return zip(plan.choices, places).map { choice, place in
      choice.name ?? PlotText.number(place.value, digits: digits)
    }
  }
}

/// A place of a slider, with its numbers.
struct ReportPlace: Sendable {
  /// What stands on the slider's axis.
  let value: Double
  let model: Model
  let q: any Distribution
  /// The posterior, where it is another one than that of what was asked for.
  let posterior: Posterior?
  let record: GapRecord
  /// The parts of the ELBO, where they could be had.
  let parts: ElboParts?
  /// The best φ, of the exercise sheet's model and an exponential q.
  let optimum: BestExponential?

  /// What the page's JSON says of a place: the names are those of every format.
  static let columns: [RecordColumn] =
    RecordColumn.logarithms + [
      .expectedLogLikelihood, .expectedLogLikelihoodError, .priorDivergence, .priorDivergenceError,
      .expectedLogJoint, .expectedLogJointError, .entropy, .entropyError, .tight, .status, .reason,
    ]

  /// The record as a row.
  var row: ResultRecord { parts.map { .parts(record, $0) } ?? .gap(record) }

  /// The same place with the numbers that `check` shows.
  func with(_ check: CheckReport) -> ReportPlace {
    ReportPlace(
      value: value, model: check.model, q: check.family, posterior: posterior,
      record: check.record, parts: check.parts, optimum: check.optimum)
  }

  /// What was asked for, where nothing moves.
  init(_ check: CheckReport) {
    self.init(
      value: 0, model: check.model, q: check.family, posterior: nil, record: check.record,
      parts: check.parts, optimum: check.optimum)
  }

  init(
    value: Double, model: Model, q: any Distribution, posterior: Posterior?, record: GapRecord,
    parts: ElboParts?, optimum: BestExponential?
  ) {
    (self.value, self.model, self.q, self.posterior) = (value, model, q, posterior)
    (self.record, self.parts, self.optimum) = (record, parts, optimum)
  }
}
