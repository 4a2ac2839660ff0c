// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

extension SheetPart {
  /// What a formula is worth.
  ///
  /// Formulas are compared at all points that the values of the variables make, in 31 digits, so that two that
  /// agree are the same function for every purpose of the sheet.
  ///
  /// - Throws: `FormulaError` for a text that is no formula in these variables.
  func grade(_ text: String) throws(FormulaError) -> SheetGrade.Part {
    let names = variables.map(\.name)
    let answer = try SheetAnswer.formula(
      text, variables: names, isUpToConstant: isUpToConstant)
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
      if isSame(answer, formula) { note = reason }
    }
    let formula = try SheetAnswer.formula(right[0].text, variables: names)
    if note == nil { note = try slip(answer, formula) }
    if note == nil { note = try multiple(answer) }
    return part(
      isRight: false, note ?? kind(answer, formula), difference(answer, formula))
  }

  /// Whether two formulas are the same, up to a constant where that does not matter.
  private func isSame(_ answer: Formula, _ formula: Formula) -> Bool {
    isUpToConstant ? constants(answer, formula) != nil : difference(answer, formula) == nil
  }

  /// What is wrong with one or two summands.
  private func slip(_ answer: Formula, _ right: Formula) throws(FormulaError) -> String? {
    var parsed: [String: Formula] = [:]
    func formula(_ text: String) throws(FormulaError) -> Formula {
      if let known = parsed[text] { return known }
      let read = try SheetAnswer.formula(text, variables: variables.map(\.name))
      parsed[text] = read
      return read
    }
    for (slips, reason) in SheetTerm.slips(of: terms) {
      var wrong = right
      for slip in slips {
        wrong = try wrong + formula(slip.term.text) * (formula(slip.factor) - 1)
      }
      if isSame(answer, wrong) { return reason }
    }
    return nil
  }

  /// What is wrong with a formula that is a multiple of a known one.
  private func multiple(_ answer: Formula) throws(FormulaError) -> String? {
    for (text, reason) in multiples {
      let formula = try SheetAnswer.formula(text, variables: variables.map(\.name))
      let ratios = points.map { value(answer, at: $0) / value(formula, at: $0) }
      if let first = ratios.first, ratios.allSatisfy({ SheetPart.agree($0, first) }) {
        return reason
      }
    }
    return nil
  }

  /// What can be said of any wrong formula: of a sum, which variables what differs depends on; of a sample, how it is
  /// distributed.
  private func kind(_ answer: Formula, _ formula: Formula) -> String? {
    if noise != nil { return variables.last?.values.lazy.compactMap { fault(answer, $0) }.first }
    guard !terms.isEmpty else { return nil }
    let depends = variables.map { variable in
      (name: SheetAnswer.letter(variable.name), isIn: dependence(of: answer, formula, on: variable))
    }
    let (inside, outside) = (depends.filter(\.isIn), depends.filter { !$0.isIn })
    guard !inside.isEmpty, !outside.isEmpty else { return nil }
    return "what differs depends on \(inside.map(\.name).joined(separator: " and "))"
      + (inside.count == 1 ? " alone" : "")
      + ": the terms with \(outside.map(\.name).joined(separator: " and ")) alone are right"
  }

  /// Whether a variable stands in the difference of two formulas; where they are compared up to a constant, beside
  /// another one than x.
  private func dependence(
    of answer: Formula, _ formula: Formula, on variable: (name: String, values: [Double])
  ) -> Bool {
    guard let place = variables.firstIndex(where: { $0.name == variable.name }) else { return true }
    func difference(_ point: [Double]) -> DoubleDouble {
      let here = value(answer, at: point) - value(formula, at: point)
      guard isUpToConstant else { return here }
      let base = variables.enumerated().map { $1.name == "x" ? point[$0] : $1.values[0] }
      return here - (value(answer, at: base) - value(formula, at: base))
    }
    return points.contains { point in
      var moved = point
      moved[place] = variable.values[0]
      return !SheetPart.agree(difference(point), difference(moved))
    }
  }

  /// Whether a formula makes Exp(φ) of the noise, for each φ that it is compared at.
  private func isSample(_ answer: Formula) -> Bool {
    guard let rates = variables.last?.values else { return false }
    return rates.allSatisfy { transform(answer, rate: $0)?.isExponential ?? false }
  }

  /// How what a formula makes of the noise is distributed, where that is not Exp(φ).
  private func fault(_ answer: Formula, _ rate: Double) -> String? {
    transform(answer, rate: rate)?.fault
  }

  private func transform(_ answer: Formula, rate: Double) -> NoiseTransform? {
    noise.map {
      NoiseTransform(of: $0, rate: rate) { noise in
        answer(DoubleDouble(.nan), parameters: [noise, DoubleDouble(rate)])
      }
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
      }?.description ?? String(format: "%.10g at x = %g", first.value.head, first.x)
    return "up to a constant: the \(name) has \(term) more, in which θ and φ do not stand"
  }
}
