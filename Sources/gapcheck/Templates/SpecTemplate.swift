// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Foundation

/// A spec of which arguments may be axes, as in `gamma(1..5:50, 2)`.
struct SpecTemplate: Sendable {
  /// An argument that varies.
  struct VariedArgument: Sendable {
    /// Its place among the arguments.
    let place: Int
    /// The parameter's name in Stan.
    let name: String
    let axis: Axis
  }

  /// The family's name in Stan, or what stands in its place.
  let family: String
  /// The arguments that vary, from left to right.
  let varied: [VariedArgument]
  /// What stands before, between and after them.
  private let pieces: [String]

  /// Whether the whole is the family with its arguments, and no truncation follows.
  let isPlain: Bool

  /// The text of the first argument, without its name; `nil` where that is none of the family's first parameter.
  let firstArgument: String?

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - text: what stands on the command line.
  ///   - name: the option, for messages.
  ///   - count: of an axis that is written without one; `nil` where it has to have one.
  /// - Throws: `ValidationError` for an axis that cannot be read. Whether the rest is a spec is seen when
  ///   it is parsed.
  init(_ text: String, name: String, count: Int? = nil) throws {
    var pieces = [""]
    var varied: [VariedArgument] = []
    let scanned = SpecTemplate.arguments(of: text)
    let found = (try? FamilyName(ofSpec: scanned.family))?.family
    family = found?.name ?? SpecTemplate.compact(scanned.family)
    let parameters = found?.parameters ?? []
    let arguments = SpecTemplate.placed(scanned.arguments, in: found)
    firstArgument = arguments.first.flatMap { first in
      let isFirst = first.label.isEmpty || SpecTemplate.place(of: first.label, in: found) == 0
      return isFirst ? first.value : nil
    }
    pieces[0] = scanned.family + (scanned.arguments.isEmpty ? "" : "(")
    for (index, (label, argument, place)) in arguments.enumerated() {
      pieces[pieces.count - 1] += (index > 0 ? "," : "") + label
      if argument.contains("..") {
        // The places of its arguments are not those of the parameters.
        guard !DistributionSpec.isComposite(text) else {
          throw ValidationError(
            "\(name) \(text): no argument of a mixture can be an axis; rows of batch can differ in it"
          )
        }
        let parameter = parameters.indices.contains(place) ? parameters[place] : nil
        var trimmed = SpecTemplate.compact(argument)
        if let count, !trimmed.contains(":") { trimmed += ":\(count)" }
        varied.append(
          VariedArgument(
            place: place, name: parameter?.name ?? "\(index + 1)",
            axis: try Axis(
              trimmed, name: "\(parameter?.name ?? "argument \(index + 1)") of \(name)",
              isPositive: parameter?.domain == .positive)))
        // What surrounds the axis stays, so that the cells look like the template.
        pieces[pieces.count - 1] += argument.prefix { $0.isWhitespace }
        pieces.append("")
      } else {
        pieces[pieces.count - 1] += argument
      }
    }
    pieces[pieces.count - 1] += scanned.rest
    self.pieces = pieces
    self.varied = varied
    isPlain = scanned.rest.filter { !$0.isWhitespace } == ")"
  }

  /// The spec with these values of its axes.
  func spec(_ values: ArraySlice<Double>) -> String {
    var spec = pieces[0]
    for (piece, value) in zip(pieces[1...], values) {
      value.write(to: &spec)
      spec += piece
    }
    return spec
  }

  /// The first values of the axes.
  var first: [Double] { varied.map { $0.axis[0] } }

  /// A text without the white space around it, and around what an axis is put together with.
  static func compact(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespaces).replacing(/\s*(\.\.|:)\s*/) { String($0.1) }
  }

  /// The name of an argument with its equals sign, as in `sigma=`, and the rest; the name is empty where there
  /// is none.
  static func named(_ argument: String) -> (label: String, value: String) {
    guard let sign = argument.firstIndex(of: "="),
      !"<>".contains(argument[..<sign].last ?? " ")
    else { return ("", argument) }
    let value = argument.index(after: sign)
    return (String(argument[..<value]), String(argument[value...]))
  }

  /// Arguments with their names, and the places of the parameters that they are of.
  static func placed(
    _ arguments: [String], in family: Family?
  ) -> [(label: String, value: String, place: Int)] {
    arguments.enumerated().map { index, argument in
      let (label, value) = named(argument)
      return (label, value, place(of: label, in: family) ?? index)
    }
  }

  /// The place of the parameter that a name with its equals sign is of.
  static func place(of label: String, in family: Family?) -> Int? {
    family?.place(ofParameter: compact(String(label.dropLast())))
  }

  /// The name, the arguments between the first parenthesis and its match, and what follows.
  static func arguments(
    of text: String
  ) -> (family: String, arguments: [String], rest: String) {
    guard let open = text.firstIndex(of: "(") else { return (text, [], "") }
    var depth = 0
    var arguments = [""]
    for index in text[text.index(after: open)...].indices {
      let character = text[index]
      if character == ")" && depth == 0 {
        return (String(text[..<open]), arguments, String(text[index...]))
      }
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == "," && depth == 0 {
        arguments.append("")
      } else {
        arguments[arguments.count - 1].append(character)
      }
    }
    return (String(text[..<open]), arguments, "")
  }
}
