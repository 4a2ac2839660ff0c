// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import VariationalGap

/// What `grade` shows of an answer.
enum GradeReport {
  /// The columns: one row for each formula, number or word that was asked for; missing where there is nothing to
  /// say.
  static func fields(_ problem: SheetProblem) -> [Field<SheetGrade.Part>] {
    [
      Field("problem") { _ in .text(problem.rawValue) },
      Field("part") { .text($0.name) },
      Field("right") { .flag($0.isRight) },
      Field("note") { .text($0.note) },
      Field("at") { .text($0.counterexample.map(point)) },
      Field("given", number: { $0.counterexample?.given }),
      Field("truth", number: { $0.counterexample?.right }),
    ]
  }

  static func text(_ grade: SheetGrade) -> String {
    grade.parts.map { part in
      let name = grade.parts.count > 1 ? "\(part.name): " : ""
      return part.isRight ? name + right(part.note) : name + wrong(part)
    }.joined(separator: "\n")
  }

  private static func right(_ note: String?) -> String {
    guard let note else { return "right" }
    return note.hasPrefix("up to") ? "right, \(note)" : "right: \(note)"
  }

  private static func wrong(_ part: SheetGrade.Part) -> String {
    var lines = ["wrong"]
    if let difference = part.counterexample {
      let place = difference.point.isEmpty ? "" : "at \(point(difference)) "
      let given = difference.given.isNaN ? "no number" : number(difference.given)
      lines.append("  \(place)it is \(given), where \(number(difference.right)) is right")
    }
    if let note = part.note {
      lines.append("  \(part.counterexample == nil ? "" : "the mistake: ")\(note)")
    }
    return lines.joined(separator: "\n")
  }

  private static func point(_ difference: SheetGrade.Counterexample) -> String {
    difference.point.map { "\($0.name) = \(number($0.value))" }.joined(separator: ", ")
  }

  private static func number(_ value: Double) -> String { String(format: "%.10g", value) }
}
