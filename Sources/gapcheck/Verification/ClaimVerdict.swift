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
    let scale = known.value.isFinite ? max(abs(known.value), least) : least
    let (unit, allowed) = allowed(allowance, quantity, claim, truth)
    let limit = allowed(scale)
    guard known.error <= limit / 4 else { return (.cannotTell, known, nil, []) }
    let difference = value - known.value
    let deviation = difference.isFinite ? difference / (unit ?? scale) : nil
    if value == known.value || abs(difference) <= limit + known.error {
      return (.agrees, known, deviation, [])
    }
    let mistakes = KnownMistakes(claim, quantity, known, truth)
    var names: [String] = []
    for mistake in mistakes.all where !names.contains(mistake.name) {
      let made = mistake.value
      let wide = allowed(max(abs(made.value), least))
      let fits =
        made.value.isFinite
        ? made.error <= wide && abs(value - made.value) <= wide + made.error
        : value == made.value
      if fits, !(abs(made.value - known.value) <= limit) { names.append(mistake.name) }
    }
    let constants = claim.constants
    let lost =
      quantity == "log_evidence" ? constants : max(1, terms(quantity, claim, truth)) + constants
    if names.isEmpty, abs(difference) <= 1e-6 * lost {
      names.append("float32: the digits that cancel are lost")
    }
    if names.isEmpty, let bound = mistakes.weightedBound(value, within: limit) {
      names.append(bound)
    }
    return (.differs, known, deviation, names)
  }

  /// What a value of a size may be away from it, and the unit of deviations, where that is not the truth.
  private static func allowed(
    _ allowance: Claim.Allowance, _ quantity: String, _ claim: Claim, _ truth: ClaimTruth
  ) -> (unit: Double?, allowed: (_ size: Double) -> Double) {
    switch allowance {
    case .standardError(let error): return (error, { _ in 4 * error })
    case .tolerance(let tolerance): return (nil, { tolerance * $0 })
    case .type(let share):
      let terms = terms(quantity, claim, truth)
      // A constant is computed at once, and not summed; 1 is for those that no number makes large.
      let constants = 1 + claim.constants
      return (nil, { share * max($0, terms) + share / 10 * constants })
    }
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
