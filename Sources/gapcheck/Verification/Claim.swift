// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation

/// A number that somebody says a quantity has: a row, with its model as in a batch.
struct Claim: BatchRow {
  /// What a value may be away from the truth.
  enum Allowance {
    /// Four of these.
    case standardError(Double)
    /// So much of the truth, which counts as 1e-3 where it is smaller.
    case tolerance(Double)
    /// What a type of numbers lets be lost, cancellation included: so much of the terms.
    case type(share: Double)
  }

  /// Why a row is no claim.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private static let types = ["float32": 1e-5, "float64": 1e-12]

  /// The cells, by the name of their column; those that are empty are not there.
  let cells: [String: String]

  init(cells: [String: String]) { self.cells = cells }

  func text(of input: BatchInput) -> String? { cells[input.name] }

  func single(of input: BatchInput) -> String? { cells[input.name] }

  func has(_ input: BatchInput) -> Bool { cells[input.name] != nil }

  /// Whether it is of KL(q‖p), and of no model.
  var isPair: Bool { has(.q) && has(.p) && !has(.prior) && !has(.logJoint) }

  /// The name of the quantity.
  func quantity() throws(Fault) -> String {
    guard let name = cells["quantity"] else {
      throw Fault(description: "quantity must be a name, as in elbo, got nothing")
    }
    return name
  }

  /// The value that is claimed; it may be infinite, and no number.
  func value() throws(Fault) -> Double {
    guard let text = cells["value"], let value = Claim.number(text) else {
      throw Fault(description: "value must be a number, got '\(cells["value"] ?? "")'")
    }
    return value
  }

  /// A number as programs write it: nan and inf too.
  private static func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan": .nan
    case "inf", "+inf", "infinity", "+infinity": .infinity
    case "-inf", "-infinity": -.infinity
    default: Double(notation: text)
    }
  }

  /// What the value may be away from the truth; by default 1e-6 of it.
  func allowance() throws(Fault) -> Allowance {
    let given = ["standard_error", "tolerance", "dtype"].filter { cells[$0] != nil }
    guard given.count <= 1 else {
      throw Fault(
        description: "give one of standard_error, tolerance and dtype, got \(given.count)")
    }
    guard let name = given.first, let text = cells[name] else { return .tolerance(1e-6) }
    if name == "dtype" {
      guard let share = Claim.types[text] else {
        throw Fault(description: "dtype must be float32 or float64, got '\(text)'")
      }
      return .type(share: share)
    }
    guard let number = Double(notation: text), number > 0, number.isFinite else {
      throw Fault(description: "\(name) must be a positive finite number, got '\(text)'")
    }
    return name == "tolerance" ? .tolerance(number) : .standardError(number)
  }

  /// The same with other cells in place of some.
  func replacing(_ others: [String: String?]) -> Claim {
    var cells = cells
    for (name, text) in others { cells[name] = text }
    return Claim(cells: cells)
  }

  /// The same with the exercise sheet's model in Stan's notation, if it is that.
  var spelledOut: Claim {
    guard let theta = cells["theta"], cells["prior"] == nil, cells["log_joint"] == nil else {
      return self
    }
    return replacing([
      "theta": nil, "phi": nil, "prior": "exponential(\(theta))", "likelihood": "normal(z, 1)",
      "q": cells["q"] ?? cells["phi"].map { "exponential(\($0))" },
    ])
  }

  /// How large the constants of the densities are, as log Γ(α) and log x!, that cancel in what is claimed.
  var constants: Double {
    let claim = spelledOut
    let fields = isPair ? ["q", "p"] : ["prior", "likelihood", "q"]
    return fields.reduce(0) { sum, field in
      guard let text = claim.cells[field], let family = SpecMistake.family(of: text) else {
        return sum
      }
      let size = SpecMistake.normaliser(text, family)
      guard field == "likelihood" else { return sum + size }
      let counts = family.isDiscrete ? observations.compactMap(\.value) : []
      return counts.filter { $0 > 0 }.reduce(sum + size * Double(observations.count)) {
        $0 + lgamma($1 + 1)
      }
    }
  }

  /// The observations.
  var observations: [Observation] {
    (cells["x"] ?? "").split(separator: ",").compactMap { try? Observation(notation: String($0)) }
  }
}
