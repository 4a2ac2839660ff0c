// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Fuzzing

/// Judges cases one after another, and prints two lines of JSON a case: its command before, so that it is known
/// if the engine hangs or ends there, and its verdict behind. `Scripts/fuzz` is what people call.
@main
struct FuzzCommand {
  /// What is printed of a case.
  private struct Line: Encodable {
    let index: UInt64
    let kind: FuzzKind
    let command: String
    var verdict: String?
    var engineSeconds: Double?
    var certificateSeconds: Double?
    var importanceSeconds: Double?
    var findings: [String]?
  }

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
    let kind = CommandLine.arguments.last.flatMap { FuzzKind(rawValue: $0) }
    let seconds = CommandLine.arguments.dropFirst(4).first.flatMap { Double($0) } ?? 2
    guard arguments.count >= 3, let seed = arguments[0], let first = arguments[1],
      let count = arguments[2]
    else {
      print("usage: fuzz SEED FIRST COUNT [SECONDS] [KIND]")
      exit(64)
    }
    for index in first..<(first + count) {
      let fuzzCase = FuzzCase.draw(index, seed: seed, kind: kind)
      var line = Line(index: index, kind: fuzzCase.kind, command: fuzzCase.command)
      try write(line)
      let judgement = try FuzzJudgement(fuzzCase, seconds: seconds)
      line.verdict = judgement.verdict?.name ?? "no question"
      line.engineSeconds = judgement.engineSeconds
      line.certificateSeconds = judgement.certificateSeconds
      line.importanceSeconds = fuzzCase.importanceSeconds()
      line.findings = judgement.findings.filter { $0.verdict > .right }.map {
        "\($0.verdict.name): \($0.description)"
      }
      try write(line)
    }
  }

  private static func write(_ line: Line) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
  }
}
