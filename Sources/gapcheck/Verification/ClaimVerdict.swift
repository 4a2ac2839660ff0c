// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature

/// What is to be said of a claim.
struct ClaimVerdict {
  /// Whether the value is the truth.
  enum Answer: String {
    case agrees
    case differs
    case cannotTell = "cannot_tell"
  }

  /// The number of the claim, from 1.
  let number: Int
  /// The name that it has, or what it is of.
  let name: String
  let quantity: String?
  let value: Double?
  let answer: Answer
  let truth: Estimate?
  /// In standard errors where the claim has one, else relative.
  let deviation: Double?
  let isInStandardErrors: Bool
  /// What the value would be right for.
  let explanations: [String]
  /// Why nothing can be told.
  let reason: String?

  /// How far from 0 a truth is at least taken to be, for a relative deviation.
  private static let least = 1e-3

  init(_ number: Int, _ row: Result<Claim, Claim.Fault>, _ truth: ClaimTruth) {
    self.number = number
    var (claim, quantity, value, isInStandardErrors): (Claim?, String?, Double?, Bool) =
      (nil, nil, nil, false)
    var outcome: (answer: Answer, truth: Estimate?, deviation: Double?, explanations: [String]) =
      (.cannotTell, nil, nil, [])
    var reason: String?
    do throws(Claim.Fault) {
      let read = try row.get()
      claim = read
      quantity = try read.quantity()
      value = try read.value()
      let allowance = try read.allowance()
      if case .standardError = allowance { isInStandardErrors = true }
      if let quantity, let value {
        let known = try truth.value(quantity, of: read).get()
        outcome = ClaimVerdict.judge(value, known, allowance, quantity, read, truth)
        if outcome.answer == .cannotTell {
          reason = "the error of the truth is more than a quarter of what is allowed"
        } else if outcome.answer == .differs, let limit = TimeLimit.exceeded {
          reason = "not all known mistakes were looked at in \(limit.seconds) s of processor time"
        }
      }
    } catch {
      reason = error.description
    }
    name = claim.map(ClaimVerdict.name).flatMap { $0.isEmpty ? nil : $0 } ?? "claim \(number)"
    (self.quantity, self.value, self.isInStandardErrors) = (quantity, value, isInStandardErrors)
    (answer, self.truth, deviation, explanations) = outcome
    self.reason = reason.map { MessageText.cut($0) }
  }

  /// The claim's own name, or its model.
  private static func name(_ claim: Claim) -> String {
    if let name = claim.cells["name"] ?? claim.cells["id"] { return MessageText.cut(name) }
    let inputs = BatchInput.allCases.compactMap { input in
      claim.cells[input.name].map { "\(input.name)=\($0)" }
    }
    return MessageText.cut(inputs.joined(separator: " "))
  }

  private static func judge(
    _ value: Double, _ known: Estimate, _ allowance: Claim.Allowance, _ quantity: String,
    _ claim: Claim, _ truth: ClaimTruth
  ) -> (Answer, Estimate?, Double?, [String]) {
    guard known.value.isFinite else {
      return (value == known.value ? .agrees : .differs, known, nil, [])
    }
    let scale = max(abs(known.value), least)
    var (allowed, unit) = (0.0, scale)
    switch allowance {
    case .standardError(let error): (allowed, unit) = (4 * error, error)
    case .tolerance(let tolerance): allowed = tolerance * scale
    case .type(let share):
      // A KL of a pair is a difference of numbers like 1, however small it is.
      let other = claim.isPair ? 0.1 : terms(quantity, claim, truth)
      allowed = share * max(scale, other)
    }
    guard known.error <= allowed / 4 else { return (.cannotTell, known, nil, []) }
    let difference = value - known.value
    if abs(difference) <= allowed + known.error {
      return (.agrees, known, difference / unit, [])
    }
    guard value.isFinite else { return (.differs, known, nil, []) }
    let mistakes = KnownMistakes(claim, quantity, known, truth)
    var names: [String] = []
    for mistake in mistakes.all {
      let size = max(abs(mistake.value.value), least)
      let wide: Double
      switch allowance {
      case .standardError: wide = allowed
      case .tolerance(let tolerance): wide = tolerance * size
      case .type(let share): wide = share * max(size, scale)
      }
      guard abs(value - mistake.value.value) <= wide + mistake.value.error,
        abs(mistake.value.value - known.value) > allowed, !names.contains(mistake.name)
      else { continue }
      names.append(mistake.name)
    }
    let lost = 1e-6 * max(1, terms(quantity, claim, truth))
    if names.isEmpty, quantity != "log_evidence", abs(difference) <= lost {
      names.append("float32: the digits that cancel are lost")
    }
    if names.isEmpty, mistakes.isWeightedBound(value) {
      names.append("between the ELBO and log p(x), as an importance-weighted bound is")
    }
    return (.differs, known, difference / unit, names)
  }

  /// How large the terms are that a quantity is a difference of.
  private static func terms(_ quantity: String, _ claim: Claim, _ truth: ClaimTruth) -> Double {
    ["log_evidence", "elbo"].reduce(0) { sum, name in
      guard let value = try? truth.value(name, of: claim).get(), value.isFinite else { return sum }
      return sum + abs(value.value)
    }
  }

  // MARK: Formats

  /// The columns. They may only grow.
  static let fields: [Field<ClaimVerdict>] = [
    Field("claim") { .integer($0.number) }, Field("name") { .text($0.name) },
    Field("quantity") { .text($0.quantity) }, Field("value", number: \.value),
    Field("verdict") { .text($0.answer.rawValue) },
    Field("truth", number: { $0.truth?.value }), Field("truth_error", number: { $0.truth?.error }),
    Field("deviation", number: \.deviation),
    Field("explanation") { .texts($0.explanations) }, Field("reason") { .text($0.reason) },
  ]

  /// A line, and the reasons under it.
  func text(_ style: TextStyle) -> [String] {
    let (mark, color): (String, TextStyle.Color) =
      switch answer {
      case .agrees: ("ok", .good)
      case .differs: ("NO", .bad)
      case .cannotTell: ("?", .doubtful)
      }
    var line = "\(name): \(quantity ?? "no quantity")"
    if let value { line += " = \(value)" }
    if let truth {
      line += ", \(answer == .agrees ? "and is" : "is") \(style.estimate(truth))"
    }
    if answer == .differs, let deviation {
      line +=
        isInStandardErrors
        ? String(format: ", off by %.1f standard errors", deviation)
        : String(format: ", off by %.2g of it", deviation)
    }
    let reasons = explanations.isEmpty && answer == .differs ? ["no known mistake"] : explanations
    return style.marked(mark, color, line)
      + (reasons + (reason.map { [$0] } ?? [])).flatMap {
        style.paragraph($0, after: "     ", indent: 7)
      }
  }
}
