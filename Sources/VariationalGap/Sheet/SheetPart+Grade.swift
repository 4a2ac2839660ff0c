// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

extension SheetPart {
  /// What a formula is worth.
  ///
  /// Formulas are compared at all points that the values of the variables make, in 31 digits, so that two that
  /// agree are the same function for every purpose of the sheet.
  ///
  /// - Throws: `FormulaError` for a text that is no formula in these variables.
  func grade(_ text: String) throws(FormulaError) -> SheetGrade.Part {
    let names = variables.map(\.name)
    let answer = try SheetAnswer.formula(text, variables: names)
    for (text, note) in right {
      let formula = try SheetAnswer.formula(text, variables: names)
      if difference(answer, formula) == nil { return part(isRight: true, note) }
      if isUpToConstant, let note = missingConstant(answer, formula) {
        return part(isRight: true, note)
      }
    }
    if isSample(answer) {
      return part(
        isRight: true, "another function than the sheet's, with the same distribution: Exp(φ)")
    }
    var note: String?
    for (text, reason) in mistakes where note == nil {
      let formula = try SheetAnswer.formula(text, variables: names)
      let isThis =
        isUpToConstant
        ? constants(answer, formula) != nil : difference(answer, formula) == nil
      if isThis { note = reason }
    }
    let formula = try SheetAnswer.formula(right[0].text, variables: names)
    return part(isRight: false, note, difference(answer, formula))
  }

  /// Whether a formula makes Exp(φ) of the noise, for each φ that it is compared at.
  private func isSample(_ answer: Formula) -> Bool {
    guard let noise, let rates = variables.last?.values else { return false }
    return rates.allSatisfy { rate in
      NoiseTransform(of: noise, rate: rate) { noise in
        answer(DoubleDouble(.nan), parameters: [noise, DoubleDouble(rate)])
      }.isExponential
    }
  }

  private func part(
    isRight: Bool, _ note: String?, _ counterexample: SheetGrade.Counterexample? = nil
  ) -> SheetGrade.Part {
    SheetGrade.Part(name: name, isRight: isRight, note: note, counterexample: counterexample)
  }

  /// All points, the first value of each variable first.
  private var points: [[Double]] {
    variables.reduce([[]]) { points, variable in
      variable.values.flatMap { value in points.map { $0 + [value] } }
    }
  }

  private func value(_ formula: Formula, at point: [Double]) -> DoubleDouble {
    formula(DoubleDouble(.nan), parameters: point.map { DoubleDouble($0) })
  }

  /// The first point at which two formulas differ by more than numbers typed as decimals do; `nil` where they
  /// agree at all.
  private func difference(_ answer: Formula, _ formula: Formula) -> SheetGrade.Counterexample? {
    for point in points {
      let (given, right) = (value(answer, at: point), value(formula, at: point))
      guard SheetPart.agree(given, right) else {
        return SheetGrade.Counterexample(
          point: zip(variables, point).map { SheetGrade.Coordinate(name: $0.name, value: $1) },
          given: given.head, right: right.head)
      }
    }
    return nil
  }

  private static func agree(_ a: DoubleDouble, _ b: DoubleDouble) -> Bool {
    abs((a - b).head) <= 1e-13 * max(1, abs(b.head))
  }

  /// How much larger the formula is than the answer for each x, where that depends on nothing else.
  private func constants(
    _ answer: Formula, _ formula: Formula
  ) -> [(x: Double, value: DoubleDouble)]? {
    guard let place = variables.firstIndex(where: { $0.name == "x" }) else { return nil }
    var constants: [(x: Double, value: DoubleDouble)] = []
    for point in points {
      let difference = value(formula, at: point) - value(answer, at: point)
      guard difference.head.isFinite else { return nil }
      if let known = constants.first(where: { $0.x == point[place] }) {
        guard SheetPart.agree(difference, known.value) else { return nil }
      } else {
        constants.append((point[place], difference))
      }
    }
    return constants
  }

  /// What to say of an answer that lacks a term without θ and φ; `nil` where that is not all it lacks.
  private func missingConstant(_ answer: Formula, _ formula: Formula) -> String? {
    guard let constants = constants(answer, formula), let first = constants.first else {
      return nil
    }
    let term =
      SheetConstant.all.first { constant in
        constants.allSatisfy { SheetPart.agree($0.value, constant.value(x: $0.x)) }
      }?.description ?? "\(first.value.head) at x = \(first.x)"
    return "up to a constant: the \(name) has \(term) more, in which θ and φ do not stand"
  }
}
