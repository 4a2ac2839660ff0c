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

  static func text(_ grade: SheetGrade, _ style: TextStyle) -> [String] {
    grade.parts.flatMap { part in
      let name = grade.parts.count > 1 ? "\(part.name): " : ""
      return part.isRight ? right(name, part.note, style) : wrong(name, part, style)
    }
  }

  private static func right(_ name: String, _ note: String?, _ style: TextStyle) -> [String] {
    let rest = note.map { $0.hasPrefix("up to") ? ", \($0)" : ": \($0)" } ?? ""
    var lines = style.paragraph("\(name)right\(rest)", indent: 2)
    lines[0] = name + style.colored("right", .good) + lines[0].dropFirst(name.count + 5)
    return lines
  }

  private static func wrong(
    _ name: String, _ part: SheetGrade.Part, _ style: TextStyle
  ) -> [String] {
    var lines = [name + style.colored("wrong", .bad)]
    if let difference = part.counterexample {
      let place = difference.point.isEmpty ? "" : "at \(point(difference)) "
      let subject = part.name == "no" ? "the gap would be" : "it is"
      let given = difference.given.isNaN ? "no number" : number(difference.given)
      lines += style.paragraph(
        "\(place)\(subject) \(given), where \(number(difference.right)) is right", after: "  ",
        indent: 4)
    }
    if let note = part.note {
      lines += style.paragraph(
        (part.counterexample == nil ? "" : "the mistake: ") + note, after: "  ", indent: 4)
    }
    return lines
  }

  private static func point(_ difference: SheetGrade.Counterexample) -> String {
    difference.point.map { "\($0.name) = \(number($0.value))" }.joined(separator: ", ")
  }

  private static func number(_ value: Double) -> String { String(format: "%.10g", value) }
}
