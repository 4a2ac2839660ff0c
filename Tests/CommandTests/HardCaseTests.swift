// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import TestSupport
import Testing

/// Inputs at the ends of shapes, scales and tails, kinks and peaks, each against 40 digits: see
/// Tests/Fixtures/README.md.
@Suite struct HardCaseTests {
  @Test(arguments: try CSVTable(fixture: "hard").rows)
  func isRightWithABoundOfUse(row: CSVTable.Row) async throws {
    let arguments = try #require(row["arguments"]).components(separatedBy: " | ")
    let run = try await CommandRun(arguments + ["--format", "json"])
    let record = try JSONDecoder().decode(Tree.self, from: Data(run.output.utf8))
    let path = try #require(row["field"]).split(separator: ".").map(String.init)
    let owner = path.dropLast().reduce(record) { $0[$1] }
    let name = try #require(path.last)
    let value = try #require(owner[name].number, "\(run.output)\(run.errors)")
    let bound = try #require(owner[name == "value" ? "error" : name + "_error"].number)
    let truth = Truth(try #require(row["truth"]))
    #expect(Estimate(value, error: bound).covers(truth), "\(value) ± \(bound), not \(truth)")
    #expect(bound <= 1e-9 * max(abs(value), 1e-3))
    #expect(["ok", "roundoff"].contains(record["status"].text))
  }

  /// JSON of any depth.
  private enum Tree: Decodable {
    case list([Tree])
    case object([String: Tree])
    case number(Double)
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else if let text = try? value.decode(String.self) {
        self = .text(text)
      } else if let list = try? value.decode([Tree].self) {
        self = .list(list)
      } else if let object = try? value.decode([String: Tree].self) {
        self = .object(object)
      } else {
        self = .other
      }
    }

    subscript(key: String) -> Tree {
      switch self {
      case .list(let list):
        Int(key).flatMap { list.indices.contains($0) ? list[$0] : nil } ?? .other
      case .object(let object): object[key] ?? .other
      default: .other
      }
    }

    var number: Double? { if case .number(let number) = self { number } else { nil } }

    var text: String { if case .text(let text) = self { text } else { "" } }
  }
}
