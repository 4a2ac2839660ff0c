// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Input that could be taken for other input without a word, or fill the memory, or end the process.
struct InputFaultTests {
  // MARK: Text that is cut or put together

  /// A row of a model, with one of its cells in place of a good one.
  static let badCells: [(column: String, cell: String, complaint: String)] = [
    ("x", "1\0garbage", "x must be a finite number, got '1\0garbage'"),
    ("x", "1 2", "x must be a finite number, got '1 2'"),
    ("x", "1,2\0", "x must be a finite number, got '2\0'"),
    ("x", "\0", "x must be a finite number, got '\0'"),
    ("prior", "normal(0,1\0junk)", "'normal(0,1\0junk)', character 11"),
    ("prior", "normal(0,1) T[0\0,]", "'normal(0,1) T[0\0,]', character 16"),
    ("prior", "normal(0,1)\0", "'normal(0,1)\0', character 12"),
    ("q", "normal(0\0, 1)", "'normal(0\0, 1)', character 9"),
    ("likelihood", "normal(z\0,1)", "'normal(z\0,1)', character 9"),
    ("likelihood", "normal(z,1\0)", "'normal(z,1\0)', character 11"),
  ]

  @Test(arguments: badCells.indices, [false, true])
  func aCellIsReadWholeOrNotAtAll(_ index: Int, isJSON: Bool) async throws {
    let (column, cell, complaint) = Self.badCells[index]
    var row = [
      "prior": "normal(0,1)", "likelihood": "normal(z,1)", "x": "1", "q": "normal(0,1)",
    ]
    row[column] = cell
    let names = ["prior", "likelihood", "x", "q"]
    let input =
      isJSON
      ? String(decoding: try JSONEncoder().encode(row), as: UTF8.self) + "\n"
      : names.joined(separator: ",") + "\n"
        + names.map { "\"\(row[$0] ?? "")\"" }.joined(separator: ",") + "\n"
    let run = try await CommandRun(["batch"], input: input)
    #expect(run.status == 0)
    let (status, reason) =
      isJSON
      ? (try run.objects()[0]["status"]?.description, try run.objects()[0]["reason"]?.description)
      : (run.table.rows.first?["status"], run.table.rows.first?["reason"])
    #expect(status == "invalid")
    // A terminal shows the one as it is, and CSV may go there.
    let shown = isJSON ? complaint : complaint.replacing("\0", with: "\\0")
    #expect(reason?.contains(shown) == true, "\(reason ?? "")")
  }

  @Test(arguments: [
    (
      ["--prior", "exponential(1 2)", "--phi", "1"],
      "--prior must be a positive finite number, got 1 2"
    ),
    (
      ["--prior", "normal(1 2..3:3, 1)", "--phi", "1"],
      "mu of --prior must be a finite number, got 1 2"
    ),
    (["--prior", "normal(0, 1)", "--q", "normal(0 . . 1:3, 1)"], "character 10"),
    (["--prior", "expo nential(1)", "--phi", "1"], "no family is called 'expo'"),
  ])
  func aSpecOfASweepIsNotPutTogether(_ options: [String], _ complaint: String) async throws {
    let run = try await CommandRun(["sweep", "--x", "1"] + options)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(complaint), "\(run.errors)")
  }

  @Test func whiteSpaceAroundTheSignsOfAnAxisIsNone() async throws {
    let spaced = try await CommandRun(
      ["sweep", "--prior", "exponential( 1 .. 2 : 3 : log )", "--x", "1", "--phi", "1"])
    let plain = try await CommandRun(
      ["sweep", "--prior", "exponential(1..2:3:log)", "--x", "1", "--phi", "1"])
    #expect(spaced.status == 0)
    #expect(spaced.output == plain.output)
  }

  // MARK: Input without an end

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/zero")))
  func aLineThatDoesNotEndIsRefused() async throws {
    let line = #"(printf 'theta,x,phi\n'; cat /dev/zero 2> /dev/null) | "$GAPCHECK" batch"#
    let run = try await CommandRun(shell: "ulimit -v 2000000; " + line)
    #expect(run.status == 65)
    #expect(
      run.errors
        == "gapcheck: standard input has a line of more than 67108864 bytes: a row is a line\n")
    let file = try await CommandRun(
      shell: #"ulimit -v 2000000; "$GAPCHECK" maximize --data /dev/zero"#)
    #expect(file.status == 65)
    #expect(
      file.errors == "gapcheck: /dev/zero has a row of more than 67108864 bytes\n")
  }

  @Test(arguments: ["[", #"{"a":"#])
  func nestingHasAnEnd(_ bracket: String) async throws {
    let depth = 100_000
    let line =
      #"{"theta":1,"x":0.3,"phi":2,"a":"# + String(repeating: bracket, count: depth) + "1"
      + String(repeating: bracket == "[" ? "]" : "}", count: depth) + "}\n"
    let row = #"{"theta":1,"x":0.3,"phi":2}"# + "\n"
    let run = try await CommandRun(["batch"], input: line + row)
    #expect(run.status == 0)
    let objects = try run.objects()
    #expect(objects.map { $0["status"] } == [.text("invalid"), .text("ok")])
  }

  @Test(arguments: ["(", "exp(", "-", "z+", "z^", "z*"])
  func aFormulaHasAnEnd(_ piece: String) async throws {
    let count = piece == "z+" ? 1000 : 100_000
    let closing = piece.hasSuffix("(") ? String(repeating: ")", count: count) : ""
    let mean = String(repeating: piece, count: count) + "z" + closing
    let run = try await CommandRun(
      ["batch", "--prior", "normal(0, 1)", "--q", "normal(0, 1)", "--x", "1"],
      input: "likelihood\n\"normal(\(mean), 1)\"\n\"normal(z, 1)\"\n")
    #expect(run.status == 0)
    #expect(run.table.rows.count == 2)
    #expect(run.table.rows.last?["status"] == "ok")
  }

  // MARK: Numbers at the ends of what doubles hold

  /// A shape at which terms overflow: its quantile went round and round.
  @Test(arguments: ["beta(1e3, 1.7e308)", "beta(1.7e308, 1.7e308)", "student_t(1e-308, 0, 1)"])
  func aQuantileComesToAnEnd(_ q: String) async throws {
    let run = try await CommandRun(shell: "timeout 60 \"$GAPCHECK\" sample --q '\(q)' --count 3")
    #expect(run.status == 0)
    #expect(run.table.rows.count == 3)
  }

  static let densities = ["plot", "densities", "--script"]

  /// q beside, before and around the posterior's support, and a q that is wider than doubles.
  @Test(arguments: [
    ["--theta", "1", "--x", "0.3", "--q", "normal(-1,0.03)"],
    ["--theta", "1", "--x", "0.3", "--q", "normal(-1e300, 1)"],
    ["--theta", "1", "--x", "0.3", "--q", "uniform(-1.7e308,1.7e308)"],
    ["--theta", "1", "--x", "0.3", "--q", "cauchy(0, 1e308)"],
    ["--log-joint", "-z", "--support", "1..1e18", "--phi", "1e10"],
    ["--log-joint", "z", "--support", "-inf..-1", "--phi", "1e10"],
  ])
  func aPictureShowsQWhereItIs(_ arguments: [String]) async throws {
    let run = try await CommandRun(Self.densities + arguments)
    #expect(run.status == 0)
    #expect(run.errors == "")
    for range in run.output.matches(of: /set xrange \[(.*):(.*)\]/) {
      let (lower, upper) = (Double(range.1), Double(range.2))
      #expect(try #require(lower) < (try #require(upper)))
    }
    #expect(run.output.contains("set xrange"))
  }

  @Test func aPosteriorBetweenTwoDoublesHasNoPicture() async throws {
    let run = try await CommandRun(Self.densities + ["--theta", "1", "--x", "1e18"])
    #expect(run.status == 2)
    #expect(
      run.errors.contains(
        "the posterior is narrower than the distance between doubles at z = 1e+18"))
  }
}
