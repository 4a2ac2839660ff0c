// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@testable import gapcheck

/// `gapcheck plot bounds`, `plot weights` and `plot sweep`.
struct PlotKindTests {
  /// The rungs of the ladder are the numbers of `bounds`.
  @Test func theLadderIsThatOfBounds() async throws {
    let arguments = [
      "--theta", "1", "--x", "2", "--phi", "0.8", "--samples", "1,10", "--steps", "3", "--alpha",
      "0.5,2", "--renyi-samples", "4",
    ]
    let script = try await PlotTests.script(["bounds"] + arguments)
    let run = try await CommandRun(["bounds"] + arguments + ["--format", "csv"])
    let table = CSVTable(run.output)
    let names = table["bound"], sides = table["side"]
    let values = table["value"].map { Double($0) ?? .nan }
    let evidence = try #require(
      zip(names, values).first { $0.0 == "log_evidence" }?.1)
    var rung = 0.0
    for index in names.indices where sides[index] != "exact" {
      rung += 1
      guard values[index].isFinite else { continue }
      let row = try #require(script.tables[sides[index]]?.first { $0[1] == rung })
      #expect(row[0] == values[index] - evidence, "\(names[index])")
      switch sides[index] {
      case "lower": #expect(row[0] < 0)
      case "upper": #expect(row[0] > 0)
      default: #expect(sides[index] == "either")
      }
    }
    #expect(rung == 11)
    #expect(script.text.contains("'IWAE, K = 10'") && script.text.contains("'TVO left, 3 steps'"))
  }

  /// Bounds that four digits do not tell apart stand with what tells them apart.
  @Test func closeBoundsShowTheirDifference() async throws {
    let close = try await PlotTests.script(
      ["bounds", "--theta", "100", "--x=-3", "--phi", "100"])
    #expect(close.text.contains("'difference'") && close.text.contains("'−0.000447'"))
    let far = try await PlotTests.script(["bounds", "--theta", "1", "--x", "0.3", "--phi", "0.8"])
    #expect(far.text.contains("'bound'") && far.text.contains("'−2.178'"))
  }

  /// A rung has a line of text: of more than there is room for some are shown, the lowest and the highest among them.
  @Test(arguments: [("16:9", true), ("390x600", false)])
  func aLongLadderHasRoom(_ size: String, _ isShortened: Bool) async throws {
    let script = try await PlotTests.script([
      "bounds", "--theta", "1", "--x", "2", "--phi", "0.8", "--samples", "1,2,5,10,50,100",
      "--alpha",
      "0.1,0.5,0.9", "--order", "1,2,3,4", "--steps", "2,5,50", "--size", size,
    ])
    let geometry = try PlotGeometry(script.text)
    let shown = try #require(script.text.firstMatch(of: /set ytics \((.*' [0-9]+)\)/)).1
      .matches(of: /' [0-9]+/).count
    #expect(geometry.height / Double(shown) > 18)
    #expect(script.text.contains("of the 21 bounds are shown") == isShortened)
    #expect(script.text.contains("'ELBO'") && script.text.contains("'CUBO, n = 4'"))
  }

  @Test func anInfiniteBoundLeavesThePicture() async throws {
    let script = try await PlotTests.script([
      "bounds", "--prior", "cauchy(0, 1)", "--x", "1", "--q", "normal(0, 0.5)",
    ])
    #expect(script.text.contains("CUBO, n = 2 is +∞: "))
    #expect(script.text.contains("to graph 1, first"))
    let missed = try await PlotTests.script([
      "bounds", "--theta", "1", "--x", "0.3", "--q", "normal(-1, 0.03)",
    ])
    #expect(missed.text.contains("ELBO is −∞: ") && missed.text.contains("to graph 0, first"))
  }

  /// log w − log E[w] is (log 2)/2 − z²/2 under a standard normal q, for a standard normal prior and x = 0: its
  /// probabilities are closed forms.
  @Test func weightsWithABoundHaveTheirProbabilities() async throws {
    let script = try await PlotTests.script([
      "weights", "--prior", "normal(0, 1)", "--x", "0", "--q", "normal(0, 1)",
    ])
    let rows = try #require(script.tables["weights"]).filter { !$0.isEmpty }
    // No weight is above the largest: the line leaves the picture there.
    let end = try #require(rows.last)
    #expect(rows.count > 100 && abs(end[0] - log(2) / 2) < 1e-15 && end[1] < 1e-9)
    for row in rows.dropLast() {
      // The level is rounded to a double.
      let truth = [-5e-16, 5e-16].map { erf(max(0, log(2) / 2 - row[0] - $0).squareRoot()) }
      let slack = row[2] + 1e-13 * truth[0]
      #expect(truth[1] - slack <= row[1] && row[1] <= truth[0] + slack, "\(row)")
    }
    #expect(script.text.contains("largest w") && script.tables["tail"] == nil)
  }

  /// log w − log E[w] is z²/4 − (log 2)/2 for exp(−z²/4) and a standard normal q: k is ½.
  @Test func aTailIsALine() async throws {
    let script = try await PlotTests.script([
      "weights", "--log-joint", "-z^2/4", "--support", "-inf..inf", "--q", "normal(0, 1)",
      "--samples", "500", "--seed", "3",
    ])
    for row in try #require(script.tables["weights"]) where !row.isEmpty {
      let truth = erfc(max(0, 2 * row[0] + log(2)).squareRoot())
      #expect(abs(row[1] - truth) <= row[2] + 1e-12 * truth, "\(row)")
    }
    let tail = try #require(script.tables["tail"])
    #expect(abs(log(tail[1][1] / tail[0][1]) / (tail[1][0] - tail[0][0]) + 2) < 1e-9)
    #expect(script.text.contains("tail index k = 0.5"))
    // It lies on the curve, and is drawn above it.
    let places = ["$weights using", "$tail using"].map { script.text.range(of: $0)?.lowerBound }
    #expect(try #require(places[0]) < #require(places[1]))
    // The draws are those of the seed, and fall as the exact probabilities do.
    let draws = try #require(script.tables["draws"])
    #expect(draws.first?[1] == 1.0 / 500 && draws.last?[0] ?? 0 < draws[0][0])
    for row in draws {
      let truth = erfc(max(0, 2 * row[0] + log(2)).squareRoot())
      #expect(abs(row[1] - truth) < 0.08, "\(row)")
    }
  }

  @Test func aTightQHasNoTail() async throws {
    let script = try await PlotTests.script([
      "weights", "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3", "--q",
      "gamma(5, 2)",
    ])
    #expect(
      script.tables.isEmpty && script.text.contains("q is the posterior: every weight is p(x)"))
  }

  // MARK: sweeps

  private static func plot(
    _ sweep: [String], _ plot: [String] = []
  ) async throws -> (script: GnuplotScriptText, table: CSVTable) {
    let directory = try ScratchDirectory()
    let run = try await directory.run(["sweep"] + sweep + ["--output", "a.csv"])
    #expect(run.status == 0 || run.status == 1)
    let drawn = try await directory.run(["plot", "sweep", "a.csv", "--script"] + plot)
    #expect(drawn.status == 0 && drawn.errors == "", "\(drawn.errors)")
    return (try GnuplotScriptText(drawn.output), CSVTable(try directory.text("a.csv")))
  }

  @Test func aSweepIsDrawnAgainstItsAxis() async throws {
    let (script, table) = try await PlotKindTests.plot([
      "--theta", "1", "--x", "0.3", "--phi", "0.1..10:30",
    ])
    #expect(try script.column(0, of: "line1") == table["phi"].map { Double($0) })
    let gap = table["gap"].map { Double($0) ?? .nan }
    let error = table["gap_error"].map { Double($0) ?? .nan }
    #expect(try script.column(1, of: "line1") == gap)
    #expect(try script.column(2, of: "line1") == zip(gap, error).map { $0 - $1 })
    #expect(script.text.contains("\nset logscale x\n") && script.text.contains("x = 0.3"))
    #expect(script.text.contains("θ = 1"))
  }

  @Test func aSecondAxisHasALineForEachValue() async throws {
    let sweep = ["--theta", "0.5,1,2", "--x", "-1..3:5", "--phi", "1,2"]
    let (script, table) = try await PlotKindTests.plot(
      sweep, ["--field", "elbo", "--against", "x", "--by", "theta", "--at", "phi=2"])
    #expect(Set(script.tables.keys) == ["line1", "line2", "line3"])
    let rows = table["elbo"].indices.filter {
      table["theta"][$0] == "2.0" && table["phi"][$0] == "2.0"
    }
    #expect(
      try script.column(1, of: "line3") == rows.map { Double(table["elbo"][$0]) })
    #expect(script.text.contains("'θ = 0.5'"))
  }

  /// Of x and −x the gap is the same.
  @Test func coincidingLinesAreSaid() async throws {
    let sweep = ["--prior", "normal(0, 1)", "--x", "-1,1,2", "--q", "normal(0, 0.2..3:9)"]
    let (script, _) = try await PlotKindTests.plot(sweep)
    #expect(script.text.contains("'x = 1, on that of −1'") && script.text.contains("'x = 2'"))
  }

  /// The best φ is no axis: it follows from θ and x.
  @Test func whatFollowsFromOthersIsNoAxis() async throws {
    let (script, _) = try await PlotKindTests.plot([
      "--theta", "0.5,1", "--x", "0..3:4", "--phi", "best",
    ])
    #expect(Set(script.tables.keys) == ["line1", "line2"])
    #expect(try script.column(0, of: "line1") == [0, 1, 2, 3])
  }

  /// A row without a number breaks the line, and is counted.
  @Test func infiniteRowsAreSaid() async throws {
    let (script, _) = try await PlotKindTests.plot([
      "--prior", "exponential(1)", "--likelihood", "normal(z, 1)", "--x", "1", "--q",
      "uniform(-1..1:5, 2)",
    ])
    #expect(script.text.contains("2 of 5 rows have no finite gap"))
    #expect(script.tables["line1"]?.prefix(2) == [[], []])
  }

  @Test(arguments: [
    ("", [], "is empty"), ("a,b\n", [], "no row"), ("{\"a\": 1}\n", [], "--format csv"),
    ("a,b\n1\n", [], "must have 2 cells"), ("a,b\n1,2\n", [], "neither a column gap nor kl"),
    (
      "a,gap\n1,2\n2,3\n", ["--field", "elbo"],
      "no column 'elbo', which --field names; it has a, gap"
    ),
    ("a,gap\n1,2\n1,3\n", [], "no axis"),
    ("a,gap\n1,inf\n2,inf\n", [], "no row has a finite number"),
    ("a,gap\n1,2\n2,3\n", ["--at", "a=7"], "no row with a = 7.0: the values are 1.0, 2.0"),
    (
      "a,b,c,gap\n1,1,1,2\n1,1,2,3\n1,2,1,2\n1,2,2,3\n2,1,1,2\n2,1,2,3\n2,2,1,2\n2,2,2,3\n", [],
      "3 axes, a, b, c: a picture has two; keep one value of a with --at, as in --at a=1.0"
    ),
  ])
  func aTableThatCannotBeDrawn(
    _ text: String, _ options: [String], _ complaint: String
  ) async throws {
    let directory = try ScratchDirectory()
    try Data(text.utf8).write(to: directory.url.appendingPathComponent("a.csv"))
    let run = try await directory.run(["plot", "sweep", "a.csv", "--script"] + options)
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors.contains(complaint), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count <= 3)
  }

  /// Numbers at the ends of what a double holds, all the same, and none but one.
  @Test(arguments: [
    "1,1e308\n2,-1e308\n3,0", "1,3\n2,3\n3,3", "-1e308,3\n1e308,3\n0,2", "1,1e-300\n2,1e300\n3,1",
    "1,0\n2,0", "1,5\n2,inf", "1,2\n1000000000001,3",
  ])
  func anyColumnIsDrawn(_ rows: String) async throws {
    let directory = try ScratchDirectory()
    try Data("a,gap\n\(rows)\n".utf8).write(to: directory.url.appendingPathComponent("a.csv"))
    let run = try await directory.run(["plot", "sweep", "a.csv", "--script"])
    #expect(run.status == 0 && run.errors == "")
    try await PlotTests.check(try GnuplotScriptText(run.output))
  }

  @Test func usageIsExplained() async throws {
    for (arguments, complaint) in [
      (["bounds", "--theta", "1", "--x", "2", "--script"], "--q"),
      (
        ["weights", "--theta", "1", "--x", "2", "--phi", "1", "--samples", "-1", "--script"],
        "--samples"
      ),
      (
        ["bounds", "--theta", "1", "--x", "2", "--phi", "1", "--samples", "0", "--script"],
        "--samples"
      ),
      (["sweep", "a.csv", "--at", "theta", "--script"], "--at must be COLUMN=VALUE"),
    ] {
      let run = try await CommandRun(["plot"] + arguments)
      #expect(run.status == 64 && run.errors.contains(complaint), "\(run.errors)")
    }
    let missing = try await CommandRun(["plot", "sweep", "/nowhere/a.csv", "--script"])
    #expect(missing.status == 74 && missing.errors.contains("cannot read /nowhere/a.csv"))
  }

  /// Each drawn from the ends of the models, as the other kinds are.
  static let extremes: [[String]] = {
    let places = [
      ("1", "0.3"), ("1", "50"), ("100", "-3"), ("0.01", "1000"), ("2", "1e6"), ("1e-3", "-20"),
    ]
    let models =
      places.map { ["--theta", $0, "--x", $1, "--phi", "2"] } + [
        [
          "--prior", "normal(0, 5)", "--likelihood", "normal(z^2, 0.5)", "--x", "9", "--q",
          "normal(3, 0.2)",
        ],
        [
          "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3", "--q", "gamma(5, 2)",
        ],
        [
          "--prior", "cauchy(0, 1)", "--likelihood", "student_t(2, z, 1)", "--x", "10", "--q",
          "cauchy(5, 3)",
        ],
        ["--theta", "1", "--x", "0.3", "--q", "normal(0.5, 1)"],
        ["--theta", "1", "--x", "0.3", "--q", "normal(-1, 0.03)"],
        ["--theta", "1", "--x", "0.3", "--q", "uniform(-2, -1)"],
        ["--log-joint", "-z^4 + z", "--support", "-inf..inf", "--q", "normal(0, 1)"],
      ]
    return models.map { ["bounds"] + $0 } + models.map { ["weights"] + $0 }
  }()

  @Test(arguments: Array(extremes.enumerated()))
  func extremesAreDrawnRight(_ index: Int, _ arguments: [String]) async throws {
    let shape = PlotTests.shapes[index % PlotTests.shapes.count]
    try await PlotTests.check(PlotTests.script(arguments + shape))
  }
}
